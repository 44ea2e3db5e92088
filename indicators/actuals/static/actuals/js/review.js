// Keys in the reviewer's queue. Every decision is a button of the form, which the keys press, so
// that what works here works without scripts too. A letter acts only while a row has the focus.
const rows = () => [...document.querySelectorAll(".queue__row")];

const writing = (element) => element.matches("textarea, input:not([type=checkbox]), select");

function move(step) {
  const all = rows();
  const here = all.indexOf(document.activeElement.closest(".queue__row"));
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const actions = {
  a: (row) => row.querySelector("button[name=approve]")?.click(),
  r: (row) => row.querySelector("textarea")?.focus(),
  x: (row) => row.querySelector(".queue__pick")?.click(),
};
const steps = { j: 1, k: -1 };
const arrows = { ArrowDown: 1, ArrowUp: -1 };

function inReason(event, row) {
  if (event.key === "Escape") {
    event.preventDefault();
    row.focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    row.querySelector("button[name=return]").click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !document.getElementById("queue")) return;
  const row = event.target.closest(".queue__row");
  if (writing(event.target)) {
    if (row) inReason(event, row);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = steps[event.key] ?? (row ? arrows[event.key] : undefined);
  if (step !== undefined && (row || event.target === document.body)) {
    event.preventDefault();
    move(step);
  } else if (row && actions[event.key]) {
    event.preventDefault();
    actions[event.key](row);
  }
});

// One box ticks every value of a city that asks no question, and says whether all are ticked.
const PLAIN = ".queue__pick:not([data-warned])";

function tally(city) {
  const all = city.querySelector(".queue__pick-all");
  const picks = [...city.querySelectorAll(PLAIN)];
  const picked = picks.filter((pick) => pick.checked).length;
  all.checked = picked === picks.length;
  all.indeterminate = picked > 0 && picked < picks.length;
}

const cityOf = (box) => box.closest("section");

document.addEventListener("change", ({ target }) => {
  const city = cityOf(target);
  if (!city?.querySelector(".queue__pick-all")) return;
  if (target.matches(".queue__pick-all")) {
    for (const pick of city.querySelectorAll(PLAIN)) pick.checked = target.checked;
  }
  tally(city);
});

for (const box of document.querySelectorAll(".queue__pick-all")) tally(cityOf(box));

// After a decision the address names the next value.
const named = location.hash.startsWith("#row-")
  ? document.getElementById(decodeURIComponent(location.hash.slice(1)))
  : null;
if (named) {
  // What was decided is said where the reader is, above the next value, and covers nothing.
  const messages = document.querySelector(".page > .messages");
  if (messages && named.matches(".queue__row")) named.before(messages);
}
(document.getElementById("problems") ?? named)?.focus();
