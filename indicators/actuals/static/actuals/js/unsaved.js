// Which rows say something that isn't stored, and that nobody leaves the page without them.
import { grid, isSending, token, whenSent } from "./sending.js";

const NAMES = ["value", "status", "source", "note", "explanation"];
const SEPARATOR = "\u001f";
const words = (text) => text.trim().split(/\s+/).join(" ");
const plain = (texts) => texts.map(words).join(SEPARATOR);

// What each row said when it was last stored, as it was typed: 22,100 is stored as 22100.
const stored = new WeakMap();
const sent = new WeakMap();

function said(row) {
  const { key } = row.dataset;
  return plain(NAMES.map((name) => grid.elements.namedItem(`${name}:${key}`)?.value ?? ""));
}

const shown = (row) => plain(row.querySelector(".entry__was").value.split(SEPARATOR));

export const isUnsaved = (row) =>
  row.querySelector(".entry__was") !== null && said(row) !== (stored.get(row) ?? shown(row));

const unsavedRows = () => [...grid.querySelectorAll(".entry__row")].filter(isUnsaved);

export function rowIsSent(row) {
  sent.set(row, said(row));
}

// After the answer to a row: where it says that the row is stored, what was sent is stored.
export function rowIsAnswered(row) {
  if (sent.has(row) && row.querySelector(".entry__saved")) stored.set(row, sent.get(row));
}

// Sending the whole form loses nothing: what is refused comes back with the page.
let isFree = false;

export function leaveFreely(free) {
  isFree = free;
}

window.addEventListener("beforeunload", (event) => {
  if (!grid || isFree || !unsavedRows().length) return;
  event.preventDefault();
  // Who stays finds the cell saved.
  document.activeElement?.blur();
});

// Browsers that don't ask, as on phones, save on their way; so does whoever leaves all the same.
// What the server has refused it would only refuse again.
window.addEventListener("pagehide", () => {
  if (!grid || isFree) return;
  for (const row of unsavedRows()) {
    if (row.querySelector(".field__error, .entry__stale")) continue;
    const { key } = row.dataset;
    const data = new FormData();
    for (const [name, value] of new FormData(grid)) {
      if (name.endsWith(`:${key}`)) data.append(name, value);
    }
    data.set("row", key);
    data.set("csrfmiddlewaretoken", token());
    fetch(row.getAttribute("hx-post"), { method: "POST", body: data, keepalive: true });
  }
});

// A link waits until the cell that was left for it is saved.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!grid || !link || elsewhere || event.defaultPrevented) return;
  if (link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) {
    return;
  }
  document.activeElement?.closest?.(".entry__row")?.querySelector(":focus")?.blur();
  if (!isSending()) return;
  event.preventDefault();
  whenSent(() => location.assign(link.href));
});

// So does a form that leads elsewhere: the language, logging out.
let leaving = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { submitter } = event;
  const stays = form === grid || form.method === "dialog" || form.target;
  if (!grid || stays || event.defaultPrevented) return;
  document.activeElement?.closest?.(".entry__row")?.querySelector(":focus")?.blur();
  if (!isSending()) return;
  event.preventDefault();
  if (leaving) return;
  leaving = form;
  whenSent(() => {
    leaving = null;
    form.requestSubmit(submitter);
  });
});
