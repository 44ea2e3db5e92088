// Opens the reason of the promise, or the table of the counties, to which an address leads.
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details") ?? target?.querySelector("details");
  if (!folded || folded.open) return;
  folded.open = true;
  target.scrollIntoView();
};

window.addEventListener("hashchange", reveal);
reveal();
