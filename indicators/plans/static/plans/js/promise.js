// A mark leads to a promise by its plan and region. Where the promise stands on another page of a
// long list, the list is narrowed to it.
const [, plan, region] = /^#(.+)-(\d{6})(?:-|$)/.exec(location.hash) ?? [];
const asked = new URL(location);
if (plan && !asked.searchParams.has("plan") && !document.getElementById(location.hash.slice(1))) {
  asked.searchParams.delete("page");
  asked.searchParams.set("plan", plan);
  asked.searchParams.set("region", region);
  location.replace(asked);
}
