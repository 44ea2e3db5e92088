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

// A value with warnings isn't approved by one key: its button says what it confirms.
function approve(row) {
  row.querySelector("button[name=approve]")?.click();
  row.querySelector("button[name=confirm]")?.focus();
}

function write(row) {
  const box = row.querySelector(".queue__return");
  if (!box) return;
  box.open = true;
  row.querySelector("textarea").focus();
}

const actions = { a: approve, r: write, x: (row) => row.querySelector(".queue__pick")?.click() };
const steps = { j: 1, k: -1 };
const arrows = { ArrowDown: 1, ArrowUp: -1 };

function inReason(event, row) {
  if (event.key === "Escape") {
    event.preventDefault();
    if (!event.target.value.trim()) row.querySelector(".queue__return").open = false;
    row.focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    row.querySelector("button[name=return]").click();
  }
}

document.addEventListener("keydown", (event) => {
  const queue = document.getElementById("queue");
  if (event.isComposing || !queue) return;
  const row = event.target.closest(".queue__row");
  if (writing(event.target)) {
    if (row) inReason(event, row);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = steps[event.key] ?? (row ? arrows[event.key] : undefined);
  if (step !== undefined && (queue.contains(event.target) || event.target === document.body)) {
    event.preventDefault();
    move(step);
  } else if (row && actions[event.key]) {
    event.preventDefault();
    actions[event.key](row);
  }
});

// The box for a reason that was opened by hand is where one writes.
document.addEventListener("click", ({ target }) => {
  const box = target.closest?.("summary")?.parentElement;
  if (!box?.matches(".queue__return, .queue__return-all") || box.open) return;
  const place = box.closest(".queue__row") ?? box;
  setTimeout(() => place.querySelector("textarea")?.focus());
});

// What is ticked: the bar below says how many, and what its buttons do with them.
const PICKS = ".queue__pick";
const PLAIN = ".queue__pick:not([data-warned])";
const picks = (kind = PICKS) => [...document.querySelectorAll(kind)];
const ticked = (kind) => picks(kind).filter((pick) => pick.checked).length;

function say(number, warned) {
  for (const place of document.querySelectorAll(".queue__actions [data-one]")) {
    const words = number === 1 ? place.dataset.one : place.dataset.many;
    place.textContent = words.replace("{n}", number).replace("{w}", warned);
  }
}

function tally() {
  const number = ticked(PICKS);
  if (number) say(number, ticked(".queue__pick[data-warned]"));
  else document.getElementById("picked-said")?.replaceChildren();
  // One box ticks every value that asks no question, and says whether all are ticked.
  const all = document.querySelector(".queue__pick-all");
  if (!all) return;
  const plain = ticked(PLAIN);
  all.checked = plain > 0 && plain === picks(PLAIN).length;
  all.indeterminate = plain > 0 && !all.checked;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches(".queue__pick-all")) {
    for (const pick of picks(PLAIN)) pick.checked = target.checked;
  }
  if (target.matches(".queue__pick, .queue__pick-all")) tally();
});

// With the Shift key a click ticks, or unticks, all from the last clicked one to this.
let last = null;

document.addEventListener("click", (event) => {
  const pick = event.target;
  if (!pick.matches?.(PICKS)) return;
  const all = picks();
  const from = all.indexOf(last);
  if (event.shiftKey && from >= 0) {
    const [low, high] = [from, all.indexOf(pick)].sort((one, other) => one - other);
    for (const one of all.slice(low, high + 1)) one.checked = pick.checked;
  }
  last = pick;
});

document.addEventListener("htmx:afterSettle", tally);
tally();

// A link to what is folded away unfolds it.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("a[href='#progress']")) document.getElementById("progress").open = true;
});

// After a decision the address names the next value.
const named = location.hash.startsWith("#row-")
  ? document.getElementById(decodeURIComponent(location.hash.slice(1)))
  : null;
if (named) {
  // What was decided is said where the reader is, above the next value, and covers nothing.
  const messages = document.querySelector(".page > .messages");
  if (messages && named.matches(".queue__row")) {
    const place = document.createElement("tbody");
    place.className = "queue__said";
    const cell = place.insertRow().insertCell();
    cell.colSpan = 10;
    cell.append(messages);
    named.before(place);
  }
}
(document.getElementById("problems") ?? named)?.focus();
