// Copies the address of the page with all that the page shows. What its filter has of its own (the
// last full year, say) is another one next year, so the copied address names it.
const filter = document.querySelector("form.filter");
const sent = filter ? [...new FormData(filter)] : [];

function address() {
  const found = new URL(location.href);
  const now = filter ? [...new FormData(filter)] : [];
  const asked = new Set(found.searchParams.keys());
  for (const [name, value] of sent) {
    // What was changed meanwhile is in the address already, or isn't shown yet.
    const still = now.some((field) => field[0] === name && field[1] === value);
    if (value && still && !asked.has(name)) found.searchParams.append(name, value);
  }
  return found.href;
}

async function copy(share) {
  const [said, field] = share.querySelectorAll("[aria-live], input");
  try {
    await navigator.clipboard.writeText(address());
    said.textContent = share.dataset.done;
  } catch {
    // Without https a browser lends a page no clipboard: the address stands ready to be copied.
    field.value = address();
    field.hidden = false;
    field.select();
    said.textContent = share.dataset.byHand;
  }
}

for (const share of document.querySelectorAll("[data-share]")) {
  share.hidden = false;
  share.querySelector("button").addEventListener("click", () => copy(share));
}
