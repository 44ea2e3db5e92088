// Tables from a spreadsheet, filling down, and taking back. A table is shown before it is filled
// in; the server says what it would change, and knows which row each line is about.
import { failure, grid, isSending, post, whenSent } from "./sending.js";
import { hiddenLines, parseTable } from "./table.js";
import { isUnsaved } from "./unsaved.js";

const COLUMNS = ["value", "source", "note"];
const dialog = document.getElementById("paste");
const columnOf = (field) => field.name?.split(":")[0] ?? "";
const isShown = (row) => row.getClientRects().length > 0;

function sayFailure(place, error, again) {
  const note = document.createElement("div");
  note.append(failure(error));
  note.querySelector(".entry__retry").addEventListener("click", (event) => {
    event.stopPropagation();
    note.remove();
    again();
  });
  place.append(note);
}

// The rows of the answer go to their places, what it says stands below the grid.
function show(answer) {
  htmx.swap(document.getElementById("done"), answer, { swapStyle: "innerHTML" });
}

// --- a table -----------------------------------------------------------------------------------

let cameFrom = "";

async function preview(field, table, more = {}) {
  const data = new FormData(grid);
  data.set("table", JSON.stringify(table));
  data.set("first", field.closest("tr").dataset.key);
  data.set("column", columnOf(field));
  for (const row of grid.querySelectorAll(".entry__row")) {
    if (isShown(row)) data.append("shown", row.dataset.key);
  }
  for (const line of more.hidden ?? []) data.append("hidden", line);
  if (more.fills) data.set("fills", "1");
  cameFrom = field.id;
  try {
    dialog.innerHTML = await post(dialog.dataset.preview, data);
  } catch (error) {
    dialog.replaceChildren();
    sayFailure(dialog, error, () => preview(field, table, more));
    const close = document.getElementById("paste-close").content.cloneNode(true);
    dialog.append(close);
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("#paste-title")?.focus();
}

// What stands in the cell is saved first, so that the preview knows it.
function ask(field, table, more) {
  const row = field.closest("tr");
  if (isUnsaved(row)) field.dispatchEvent(new Event("change", { bubbles: true }));
  whenSent(() => preview(field, table, more));
}

grid?.addEventListener("paste", (event) => {
  const field = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!COLUMNS.includes(columnOf(field)) || !/[\t\r\n"]/.test(text)) return;
  const table = parseTable(text);
  const isTable = table.length > 1 || (table[0] ?? []).slice(1).some((cell) => cell.trim());
  event.preventDefault();
  // Blank cells change nothing, not what is selected either.
  if (!table.length) return;
  if (isTable) {
    const html = event.clipboardData.getData("text/html");
    ask(field, table, { hidden: hiddenLines(html, table.length) });
  } else {
    insert(field, table[0][0].trim().replace(/\s+/g, " "));
  }
});

// One cell goes where the caret stands, and the browser's own undo knows of it.
function insert(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  }
}

async function fill(form) {
  const button = form.querySelector("#paste-fill");
  button.disabled = true;
  try {
    show(await post(form.action, new FormData(form)));
  } catch (error) {
    sayFailure(form.querySelector(".paste__actions"), error, () => fill(form));
    return;
  }
  remember(document.querySelector("#done [data-undo]"));
  dialog.close();
}

dialog?.addEventListener("submit", (event) => {
  event.preventDefault();
  fill(event.target);
});

dialog?.addEventListener("click", (event) => {
  if (event.target.closest(".paste__cancel")) dialog.close();
});

dialog?.addEventListener("close", () => {
  dialog.replaceChildren();
  // The row may have been put in place anew.
  document.getElementById(cameFrom)?.focus();
});

dialog?.addEventListener("change", () => {
  const taken = dialog.querySelectorAll(".paste__take:checked").length;
  const button = dialog.querySelector("#paste-fill");
  button.querySelector(":scope > span > span").textContent = String(taken);
  button.disabled = taken === 0;
});

// --- filling down ------------------------------------------------------------------------------

const fillers = [...document.querySelectorAll(".entry__down")];
let source = null;

function offerFilling(field) {
  if (field.closest(".entry__actions")) return;
  source = ["source", "note"].includes(columnOf(field)) ? field : null;
  for (const button of fillers) {
    button.hidden = !source?.value.trim() || button.dataset.column !== columnOf(source);
  }
}

function fillDown() {
  if (source?.value.trim()) ask(source, [[source.value]], { fills: true });
}

for (const name of ["focusin", "input"]) {
  grid?.addEventListener(name, (event) => offerFilling(event.target));
}
for (const button of fillers) button.addEventListener("click", fillDown);

grid?.addEventListener("keydown", (event) => {
  const isFilling = event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey);
  if (!isFilling || !["source", "note"].includes(columnOf(event.target))) return;
  event.preventDefault();
  fillDown();
});

// --- taking back -------------------------------------------------------------------------------

// What was saved on this page, the last one at the end: names of versions for the server.
const saved = [];

export function remember(button) {
  if (button) saved.push(button.dataset.undo);
}

async function undo(names) {
  if (saved.includes(names)) saved.splice(saved.lastIndexOf(names), 1);
  const data = new FormData();
  for (const name of names.split(" ")) data.append("undo", name);
  try {
    show(await post(dialog.dataset.undoAddress, data));
  } catch (error) {
    sayFailure(document.getElementById("done"), error, () => undo(names));
  }
}

grid?.addEventListener("click", (event) => {
  const button = event.target.closest(".entry__undo");
  if (!button || button.disabled) return;
  button.disabled = true;
  whenSent(() => undo(button.dataset.undo));
});

// In a cell where something is being typed, the browser takes that back.
document.addEventListener("keydown", (event) => {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  if (!grid || !isUndo || event.shiftKey || event.altKey || event.isComposing) return;
  const row = event.target.closest(".entry__row");
  const elsewhere = !row && event.target.matches("input, textarea, select, [contenteditable]");
  const isTyping = row && isUnsaved(row) && !row.matches(".htmx-request");
  if (dialog?.open || elsewhere || isTyping) return;
  if (!saved.length && !isSending()) return;
  event.preventDefault();
  whenSent(() => {
    if (saved.length) undo(saved.at(-1));
  });
});
