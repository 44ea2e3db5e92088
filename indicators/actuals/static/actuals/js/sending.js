// What the grid sends beside the rows, which htmx posts, and what is on its way.
export const grid = document.getElementById("entry");

// Logging in again in another window changes the token: the form takes the present one.
export function token() {
  const field = grid.elements.namedItem("csrfmiddlewaretoken");
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (found) field.value = found[1];
  return field.value;
}

// The answer as text. Throws the status (0 where nothing answered) with the words of a refusal.
export async function post(address, data) {
  data.set("csrfmiddlewaretoken", token());
  let response;
  try {
    response = await fetch(address, { method: "POST", body: data });
  } catch {
    throw { status: 0, words: "" };
  }
  const answer = await response.text();
  if (response.ok) return answer;
  const isPlain = response.headers.get("Content-Type")?.startsWith("text/plain");
  throw { status: response.status, words: isPlain ? answer : "" };
}

// What is said where something could not be sent, with the server's own words where it has any.
export function failure({ status, words }) {
  const template =
    document.getElementById(`unsaved-${status}`) ??
    document.getElementById(status ? "unsaved-error" : "unsaved-0");
  const note = template.content.cloneNode(true);
  if (status === 400 && words) note.querySelector(".field__error").textContent = words;
  return note;
}

let underway = 0;
let waiting = [];

export const isSending = () => underway > 0;

// Runs at once, or when every row that is on its way was answered.
export function whenSent(run) {
  if (underway) waiting.push(run);
  else run();
}

document.addEventListener("htmx:beforeRequest", () => {
  underway += 1;
});

document.addEventListener("htmx:afterRequest", () => {
  underway -= 1;
  // A change that waited its turn is sent after this event.
  setTimeout(() => {
    if (underway) return;
    const due = waiting;
    waiting = [];
    for (const run of due) run();
  });
});
