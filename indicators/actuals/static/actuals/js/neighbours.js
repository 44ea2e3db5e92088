// The findings of a row are renewed when another row's change makes them say something else. Then
// the row also asks for an explanation, or no longer does; what somebody wrote there stays.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const row = event.target.closest?.(".entry__row");
  const explanation = row?.querySelector(".entry__explain");
  if (!explanation) return;
  const text = explanation.querySelector("textarea");
  const asks = row.querySelector(".entry__findings [data-asks]") !== null;
  row.querySelector(".entry__seen").toggleAttribute("data-asks", asks);
  explanation.hidden = !asks && text.value === "" && text !== document.activeElement;
});

// The answer was another row's: entry.js isn't to take it for one to what this row had sent.
window.addEventListener(
  "htmx:afterSwap",
  (event) => {
    if (event.target.closest?.(".entry__findings")) event.stopPropagation();
  },
  { capture: true },
);
