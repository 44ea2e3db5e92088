// The small menu of a row: closed it says what differs from the rule, Alt+M opens it from any cell
// of the row, Escape and Enter lead back to that cell.
import { grid } from "./sending.js";

const cameFrom = new WeakMap();

function sayBriefly(menu) {
  const status = menu.querySelector("select");
  if (!status) return;
  const brief = menu.querySelector(".entry__brief");
  const { plain, noted } = brief.dataset;
  const hasNote = menu.querySelector('[name^="note:"]').value.trim() !== "";
  const rule = hasNote ? noted : plain;
  brief.textContent = status.selectedIndex > 0 ? status.selectedOptions[0].text : rule;
}

function open(menu) {
  cameFrom.set(menu, document.activeElement);
  menu.open = true;
  (menu.querySelector("select") ?? menu.querySelector("summary")).focus();
}

function close(menu) {
  const from = cameFrom.get(menu);
  const isGone = !from?.isConnected || menu.contains(from);
  // What was changed in it is saved when it is left.
  document.activeElement?.blur();
  menu.open = false;
  (isGone ? menu.querySelector("summary") : from).focus();
}

grid?.addEventListener("keydown", (event) => {
  const menu = event.target.closest(".entry__menu[open]");
  const isNote = event.target.matches('[name^="note:"]') && !event.isComposing;
  if (menu && (event.key === "Escape" || (event.key === "Enter" && isNote))) {
    event.preventDefault();
    close(menu);
    return;
  }
  const row = event.target.closest(".entry__row");
  if (!row || !event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyM") return;
  event.preventDefault();
  if (menu) close(menu);
  else open(row.querySelector(".entry__menu"));
});

// A field prints one line of itself: beside it stands for the paper what it says.
function sayOnPaper(row) {
  const said = (name) => row.querySelector(`[name^="${name}:"]`)?.value.trim() ?? "";
  const paper = row.querySelector(".entry__paper");
  if (paper) paper.textContent = [said("source"), said("note")].filter(Boolean).join("；");
}

grid?.addEventListener(
  "change",
  (event) => {
    const menu = event.target.closest(".entry__menu");
    if (menu) sayBriefly(menu);
    const row = event.target.closest(".entry__row");
    if (row) sayOnPaper(row);
  },
  { capture: true },
);

// It covers what is beside it: it closes when something else is taken in hand.
grid?.addEventListener("focusin", (event) => {
  for (const menu of grid.querySelectorAll(".entry__menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("pointerdown", (event) => {
  for (const menu of grid?.querySelectorAll(".entry__menu[open]") ?? []) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
