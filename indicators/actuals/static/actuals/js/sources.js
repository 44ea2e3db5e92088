// Sources repeat: one bulletin holds most values of a year. What is taken over is written into the
// row, where it is seen, saved with the value, and can be changed; nothing that somebody wrote is
// replaced.
import { grid } from "./sending.js";

const field = document.getElementById("default-source");
const said = document.getElementById("source-taken");
const sourceOf = (row) => row.querySelector('[name^="source:"]');

if (field) field.closest("[hidden]").hidden = false;

function take(source, text) {
  source.value = text;
  source.classList.add("entry__taken");
  said.textContent = `${said.dataset.words}${text}`;
}

// A value that is typed in a row without a source takes the page's. This comes before the row is
// sent, so that both are one version, which one press of undo takes back.
grid?.addEventListener(
  "change",
  ({ target }) => {
    const row = target.closest(".entry__row");
    const text = field?.value.trim();
    if (!row || !text || !target.matches(".entry__input") || !target.value.trim()) return;
    const source = sourceOf(row);
    if (!source.value.trim()) take(source, text);
  },
  { capture: true },
);

// What somebody writes over it is theirs.
grid?.addEventListener("input", ({ target }) => {
  if (target.matches(".entry__taken")) target.classList.remove("entry__taken");
});

// The source of the nearest row above that has one, be it a value that is no longer open.
function above(row) {
  const rows = [...grid.querySelectorAll(".entry__row")];
  return rows
    .slice(0, rows.indexOf(row))
    .reverse()
    .map((one) => sourceOf(one)?.value ?? one.querySelector(".entry__said-source")?.textContent)
    .map((text) => text?.trim() ?? "")
    .find(Boolean);
}

// Before it is taken it is offered: an empty source says what the key would bring.
grid?.addEventListener("focusin", ({ target }) => {
  if (!target.matches('.entry__row [name^="source:"]')) return;
  const text = above(target.closest(".entry__row"));
  if (text) target.placeholder = `Ctrl+D: ${text}`;
});

grid?.addEventListener("keydown", (event) => {
  const isCopying = event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey);
  const { target } = event;
  if (!isCopying || !target.matches('.entry__row [name^="source:"]') || target.value.trim()) return;
  event.preventDefault();
  const text = above(target.closest(".entry__row"));
  if (!text) return;
  take(target, text);
  target.dispatchEvent(new Event("change", { bubbles: true }));
});

// Alt+S leads to the page's source from any cell, Enter back to the value that one was at.
let cameFrom = null;

grid?.addEventListener("keydown", (event) => {
  if (event.target === field) {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    const first = grid.querySelector(".entry__input");
    (cameFrom?.isConnected ? cameFrom : first)?.focus();
    return;
  }
  if (!field || !event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyS") return;
  event.preventDefault();
  const row = event.target.closest(".entry__row");
  cameFrom = row?.querySelector(".entry__input") ?? null;
  field.focus();
  field.select();
});
