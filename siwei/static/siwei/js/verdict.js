// Escape puts away what is said of a verdict, until the hand or the focus goes to another one.
const QUIET = "verdicts-quiet";
const page = document.documentElement.classList;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") page.add(QUIET);
});
for (const move of ["focusin", "mouseover"]) {
  document.addEventListener(move, (event) => {
    const from = event.relatedTarget?.closest?.(".verdict");
    if (event.target.closest(".verdict") !== from) page.remove(QUIET);
  });
}
