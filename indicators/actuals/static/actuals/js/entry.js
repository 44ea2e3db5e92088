// Keys and pasting in the grid. Saving is htmx's: every change of a row is posted by itself.
const grid = document.getElementById("entry");

const cells = () => [...grid.querySelectorAll(".entry__input")];

function changed(input) {
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(from, step) {
  const all = cells();
  const next = all[all.indexOf(from) + step] ?? from;
  // Leaving a cell saves it, the last one too.
  from.blur();
  next.focus();
  next.select();
}

grid?.addEventListener("keydown", (event) => {
  const input = event.target.closest(".entry__input");
  if (!input || event.isComposing) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  // Enter must not send the whole form.
  event.preventDefault();
  move(input, step);
});

// A block from Excel or WPS: a row a line, cells separated by tabs. The first column are values, a
// second one sources, a third one notes; they fill this row and the rows below, one line a row
// of the page. A row that takes no value now keeps its own, so that no line slips into the next.
grid?.addEventListener("paste", (event) => {
  const input = event.target.closest(".entry__input");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!input || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const all = [...grid.querySelectorAll(".entry__row")];
  const first = all.indexOf(input.closest("tr"));
  const lines = text.replace(/\r/g, "").trimEnd().split("\n");
  let left = 0;
  for (const [offset, line] of lines.entries()) {
    if (!line.trim()) continue;
    const cell = all[first + offset]?.querySelector(".entry__input");
    if (cell) fill(cell, line.split("\t"));
    else left += 1;
  }
  sayLeftOut(left);
});

function sayLeftOut(count) {
  const note = document.getElementById("left-out");
  note.hidden = count === 0;
  note.querySelector("b").textContent = String(count);
}

function fill(cell, columns) {
  const key = cell.closest("tr").dataset.key;
  for (const [index, name] of ["value", "source", "note"].entries()) {
    const field = grid.elements.namedItem(`${name}:${key}`);
    if (field && columns[index] !== undefined) field.value = columns[index].trim();
  }
  changed(cell);
}

// Choosing a row to submit changes nothing in it that would have to be saved.
grid?.addEventListener(
  "change",
  (event) => {
    if (event.target.matches(".entry__check")) event.stopPropagation();
  },
  { capture: true },
);

// The server's word on a value also marks its cell, and shows what it asks for. What somebody has
// ticked, or written since the row was sent, is theirs: no answer hides or empties it.
const sentExplanations = new WeakMap();
const words = (text) => text.trim().split(/\s+/).join(" ");

function showAnswer(row) {
  const { dataset } = row.querySelector(".entry__seen");
  const input = row.querySelector(".entry__input");
  if (!input) return;
  if (row.querySelector(".field__error")) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const explanation = row.querySelector(".entry__explain");
  const text = explanation.querySelector("textarea");
  const sent = sentExplanations.get(row) ?? text.value;
  // An explanation goes with its value: then the server says none.
  if (text.value === sent && words(sent) !== words(dataset.explanation)) {
    text.value = dataset.explanation;
  }
  const writing = text.value !== "" || text === document.activeElement;
  explanation.hidden = dataset.asks === undefined && !writing;
  row.querySelector(".entry__choose").hidden = dataset.submittable === undefined;
}

document.addEventListener("htmx:configRequest", (event) => {
  const text = event.target.querySelector?.(".entry__explain textarea");
  if (text) sentExplanations.set(event.target, text.value);
});

// What explained an earlier value and still holds is written into the field, which no answer
// takes away.
grid?.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches(".entry__before input")) return;
    event.target.closest("tr").querySelector(".entry__explain textarea").value = event.target.value;
  },
  { capture: true },
);

// What is filled and what can be submitted is counted in the rows themselves: answers that
// overtake one another would leave an older number behind.
function count() {
  const said = (what) => grid.querySelectorAll(`.entry__seen[data-${what}]`);
  const filled = [...said("filled")].filter((one) => !one.closest(".entry__beside")).length;
  const progress = document.getElementById("progress");
  if (progress) {
    progress.querySelector(":scope > span > span").textContent = String(filled);
    progress.querySelector("progress").value = filled;
  }
  const submittable = said("submittable").length;
  const all = document.getElementById("do-submit-all");
  all.querySelector(":scope > span > span").textContent = String(submittable);
  for (const button of [all, document.getElementById("do-submit")]) button.hidden = !submittable;
}

document.addEventListener("htmx:afterSwap", (event) => {
  const row = event.target.closest?.(".entry__row");
  if (!row) return;
  showAnswer(row);
  // A row that was put in place again took the focus with it.
  if (row === event.target && document.activeElement === document.body) {
    row.querySelector(".entry__input, .entry__state").focus();
  }
  count();
});

// A row that could not be sent says so beside what was typed, which stays, and can be tried again.
const unsaved = () => [...grid.querySelectorAll(".entry__unsaved")];
const retry = (note) => changed(note.closest("tr").querySelector(".entry__input"));

function failed(event) {
  const message = event.target.closest?.(".entry__row")?.querySelector(".entry__message");
  if (!message) return;
  message.querySelector(".entry__unsaved")?.remove();
  const status = event.detail.xhr?.status ?? 0;
  const words =
    document.getElementById(`unsaved-${status}`) ??
    document.getElementById(status ? "unsaved-error" : "unsaved-0");
  message.append(words.content.cloneNode(true));
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, failed);
}

grid?.addEventListener("click", (event) => {
  if (event.target.closest(".entry__retry")) retry(event.target.closest(".entry__unsaved"));
});

// Logging in again in another window changes the token: the row takes the present one.
function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (found) grid.elements.namedItem("csrfmiddlewaretoken").value = found[1];
  return found?.[1];
}

document.addEventListener("htmx:configRequest", (event) => {
  const present = grid && token();
  if (present) event.detail.parameters.csrfmiddlewaretoken = present;
});

// The buttons wait for the rows that are on their way, and for those that could not be saved; a
// second press of a button sends nothing twice.
let underway = 0;
let pressed = null;
let sent = false;

document.addEventListener("htmx:beforeRequest", () => {
  underway += 1;
});

document.addEventListener("htmx:afterRequest", () => {
  underway -= 1;
  // A change that waited its turn is sent after this event.
  setTimeout(() => {
    if (underway || !pressed) return;
    const button = pressed;
    pressed = null;
    if (unsaved().length) unsaved()[0].querySelector("button").focus();
    else grid.requestSubmit(button);
  });
});

grid?.addEventListener("submit", (event) => {
  const waiting = unsaved();
  if (sent || underway || waiting.length) event.preventDefault();
  if (sent) return;
  if (underway || waiting.length) {
    pressed = event.submitter;
    if (!underway) waiting.forEach(retry);
    return;
  }
  token();
  sent = true;
});

window.addEventListener("pageshow", () => {
  sent = false;
});

window.addEventListener("beforeunload", (event) => {
  if (grid && unsaved().length) event.preventDefault();
});

const problems = document.getElementById("problems");
problems?.focus();

// The back button brings the page as it came from the server, older than what was saved in it
// since; only cells that were refused are nowhere else.
const [arrival] = performance.getEntriesByType("navigation");
if (grid && !problems && arrival?.type === "back_forward") {
  location.replace(location.pathname + location.search);
}
