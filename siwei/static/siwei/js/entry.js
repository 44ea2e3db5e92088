// Keys and pasting in the grid. Saving is htmx's: every change of a row is posted by itself.
const grid = document.getElementById("entry");

const cells = () => [...grid.querySelectorAll(".entry__input")];

function changed(input) {
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(from, step) {
  const all = cells();
  const next = all[all.indexOf(from) + step];
  if (next) {
    next.focus();
    next.select();
  }
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

// A block from Excel or WPS: a row a line, cells parted by tabs. The first column are values, a
// second one sources, a third one notes; they fill this row and the rows below.
grid?.addEventListener("paste", (event) => {
  const input = event.target.closest(".entry__input");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!input || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const all = cells();
  const first = all.indexOf(input);
  const lines = text.replace(/\r/g, "").trimEnd().split("\n");
  for (const [offset, line] of lines.entries()) {
    const cell = all[first + offset];
    if (!cell) break;
    fill(cell, line.split("\t"));
  }
});

function fill(cell, columns) {
  const key = cell.closest("tr").dataset.key;
  for (const [index, name] of ["value", "source", "note"].entries()) {
    const field = grid.elements.namedItem(`${name}:${key}`);
    if (field && columns[index] !== undefined) field.value = columns[index].trim();
  }
  changed(cell);
}

// The server's word on a value also marks its cell.
document.addEventListener("htmx:afterSwap", (event) => {
  const row = event.target.closest?.(".entry__row");
  const input = row?.querySelector(".entry__input");
  if (!input) return;
  const wrong = row.querySelector(".field__error") !== null;
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
});

document.getElementById("problems")?.focus();
