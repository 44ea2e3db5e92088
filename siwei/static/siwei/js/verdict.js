// Escape puts away what is said of a verdict, until pointer or focus goes to another one.
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

// Of many cities what a verdict rests on isn't in the page: a city's row is fetched when one of its
// verdicts is pointed at or in focus. Where that fails, the verdict still leads to the city's page.
async function complete(row) {
  const address = row.dataset.verdicts;
  delete row.dataset.verdicts;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cards = new Map();
    for (const one of found.querySelectorAll("[data-indicator]")) {
      cards.set(`#${one.dataset.indicator}`, one.querySelector(".verdict__card"));
    }
    for (const verdict of row.querySelectorAll(".verdict")) {
      const card = cards.get(verdict.hash);
      if (!card) continue;
      verdict.append(card);
      verdict.setAttribute("aria-describedby", card.id);
    }
  } catch {
    row.dataset.verdicts = address;
  }
}

for (const move of ["focusin", "mouseover"]) {
  document.addEventListener(move, (event) => {
    const row = event.target.closest(".verdict")?.closest("[data-verdicts]");
    if (row) complete(row);
  });
}
