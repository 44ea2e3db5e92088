// Keys in the grid, and what the server says of a row. Saving is htmx's: every change of a row is
// posted by itself.
import { remember } from "./paste.js";
import { failure, grid, isSending, token, whenSent } from "./sending.js";
import { leaveFreely, rowIsAnswered, rowIsSent } from "./unsaved.js";

function changed(input) {
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// A column of the row above or below.
function move(from, step, name) {
  const row = from.closest(".entry__row");
  const rows = [...grid.querySelectorAll(".entry__row")].filter((one) => cell(one, name));
  const next = rows[rows.indexOf(row) + step];
  const field = next ? cell(next, name) : from;
  // Leaving a cell saves it, the last one too.
  from.blur();
  field.focus();
  field.select();
}

const cell = (row, name) => row.querySelector(`input[name^="${name}:"]`);

// An input method takes keys for itself: the Enter that ends a composition is none of ours, and
// some browsers tell it by this number alone.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

// As in a spreadsheet, Enter returns to the column in which one began to go sideways by Tab.
let tabbed = null;

grid?.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (tabbed !== target) tabbed = null;
  const row = target.closest(".entry__row");
  const cameByTab = lastKey === "Tab" && row && relatedTarget === cell(row, "value");
  if (cameByTab && target === cell(row, "source")) tabbed = target;
});

let lastKey = "";

grid?.addEventListener(
  "keydown",
  (event) => {
    lastKey = event.key;
  },
  { capture: true },
);

grid?.addEventListener("pointerdown", () => {
  lastKey = "";
});

grid?.addEventListener("keydown", (event) => {
  const field = event.target.closest(".entry__row input");
  if (!field || isComposing(event)) return;
  const arrows = field.matches(".entry__input") ? { ArrowDown: 1, ArrowUp: -1 } : {};
  const step = { Enter: event.shiftKey ? -1 : 1, ...arrows }[event.key];
  if (step === undefined) return;
  // Enter must not send the whole form.
  event.preventDefault();
  const name = field.name.split(":")[0];
  if (name === "value" || name === "source") move(field, step, field === tabbed ? "value" : name);
});

// Choosing a row to submit changes nothing in it that would have to be saved.
grid?.addEventListener(
  "change",
  (event) => {
    if (event.target.matches(".entry__check")) event.stopPropagation();
  },
  { capture: true },
);

// One box ticks every submission that can be withdrawn.
const everySubmission = document.getElementById("withdraw-all");
if (everySubmission) everySubmission.parentElement.hidden = false;
everySubmission?.addEventListener("change", () => {
  for (const one of grid.querySelectorAll('[name="withdraw"]')) {
    one.checked = everySubmission.checked;
  }
});

// The server's word on a value also marks its cell, and shows what it asks for. What somebody has
// ticked, or written since the row was sent, is theirs: no answer hides or empties it.
const sentExplanations = new WeakMap();
const words = (text) => text.trim().split(/\s+/).join(" ");

// What is wrong marks the field that it is about: of a note that is missing, the note in the menu,
// which nobody finds open again who has closed it.
const FIELD_OF = { reason: "note" };

function markFaults(row) {
  const errors = [...row.querySelectorAll(".field__error")];
  const names = errors.map(({ dataset }) => FIELD_OF[dataset.field] ?? dataset.field ?? "value");
  for (const name of ["value", "source", "status", "note"]) {
    const field = row.querySelector(`[name^="${name}:"]`);
    if (names.includes(name)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function showAnswer(row) {
  const { dataset } = row.querySelector(".entry__seen");
  const input = row.querySelector(".entry__input");
  if (!input) return;
  markFaults(row);
  const explanation = row.querySelector(".entry__explain");
  const text = explanation.querySelector("textarea");
  const sent = sentExplanations.get(row) ?? text.defaultValue;
  // An explanation goes with its value: then the server says none.
  if (text.value === sent && words(sent) !== words(dataset.explanation)) {
    text.value = dataset.explanation;
    sentExplanations.set(row, text.value);
  }
  const writing = text.value !== "" || text === document.activeElement;
  explanation.hidden = dataset.asks === undefined && !writing;
  row.querySelector(".entry__choose").hidden = dataset.submittable === undefined;
}

document.addEventListener("htmx:configRequest", (event) => {
  const row = event.target.closest?.(".entry__row");
  if (!row) return;
  sentExplanations.set(row, row.querySelector(".entry__explain textarea").value);
  rowIsSent(row);
  event.detail.parameters.csrfmiddlewaretoken = token();
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
  const submitAll = document.getElementById("do-submit-all");
  submitAll.querySelector(":scope > span > span").textContent = String(submittable);
  for (const button of [submitAll, document.getElementById("do-submit")]) button.hidden = !submittable;
}

document.addEventListener("htmx:afterRequest", (event) => {
  const row = event.detail.elt.closest?.(".entry__row");
  if (!event.detail.successful || !row?.isConnected) return;
  rowIsAnswered(row);
  remember(row.querySelector(".entry__undo"));
});

// A row that was put in place again took the focus with it.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.matches?.(".entry__row") && document.activeElement === document.body) {
    target.querySelector(".entry__input, .entry__state").focus();
  }
});

// Whatever puts the server's words or a row in place: its own answer, or that of another row.
function showNewAnswers(changes) {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  const seen = added.flatMap((node) =>
    node.matches?.(".entry__seen") ? [node] : [...(node.querySelectorAll?.(".entry__seen") ?? [])],
  );
  const rows = new Set(seen.map((one) => one.closest(".entry__row")).filter(Boolean));
  for (const row of rows) showAnswer(row);
  if (rows.size) count();
}

if (grid) new MutationObserver(showNewAnswers).observe(grid, { childList: true, subtree: true });

// The answer to one row may bring what is to be said of its neighbours now. It takes the place of
// nothing that a person has still to answer, and of no version that they haven't seen.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const row = event.target.closest?.(".entry__row");
  if (!row || row === event.target) return;
  const open = ".entry__unsaved, .field__error, .entry__stale";
  const brought = event.detail.fragment.querySelector(".entry__seen")?.value;
  const isNewer = brought !== undefined && brought !== row.querySelector(".entry__seen")?.value;
  if (isNewer || row.matches(".htmx-request") || row.querySelector(open)) {
    event.detail.shouldSwap = false;
  }
});

// A row that could not be sent says so beside what was typed, which stays, and can be tried again.
const unsaved = () => [...grid.querySelectorAll(".entry__row .entry__unsaved")];
const retry = (note) => changed(note.closest("tr").querySelector(".entry__input"));

function failed(event) {
  const message = event.target.closest?.(".entry__row")?.querySelector(".entry__message");
  if (!message) return;
  message.querySelector(".entry__unsaved")?.remove();
  message.querySelector(".entry__words").append(failure({ status: event.detail.xhr?.status ?? 0, words: "" }));
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, failed);
}

grid?.addEventListener("click", (event) => {
  if (event.target.closest(".entry__retry")) retry(event.target.closest(".entry__unsaved"));
});

// The buttons wait for the rows that are on their way, and for those that could not be saved; a
// second press of a button sends nothing twice.
let pressed = null;
let sent = false;

function sendAgain() {
  const button = pressed;
  pressed = null;
  if (!button) return;
  if (unsaved().length) unsaved()[0].querySelector("button").focus();
  else grid.requestSubmit(button);
}

grid?.addEventListener("submit", (event) => {
  const waiting = unsaved();
  if (sent || isSending() || waiting.length) event.preventDefault();
  if (sent) return;
  if (isSending() || waiting.length) {
    const isFirst = !pressed;
    pressed = event.submitter;
    if (!isSending()) waiting.forEach(retry);
    if (isFirst) whenSent(sendAgain);
    return;
  }
  token();
  sent = true;
  leaveFreely(true);
});

const problems = document.getElementById("problems");
problems?.focus();

// A page that comes back is older than what was saved in it since: as it came from the server, or
// as the browser kept it. Only cells that were refused are nowhere else.
let replaced = false;

function showStored() {
  replaced = true;
  leaveFreely(true);
  location.replace(location.pathname + location.search);
}

window.addEventListener("pageshow", (event) => {
  if (replaced) return;
  sent = false;
  leaveFreely(false);
  const refused = problems || grid?.querySelector(".field__error, .entry__stale, .entry__unsaved");
  if (event.persisted && grid && !refused) showStored();
});

const [arrival] = performance.getEntriesByType("navigation");
if (grid && !problems && arrival?.type === "back_forward") showStored();
