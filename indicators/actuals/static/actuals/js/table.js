// Reads what a spreadsheet puts on the clipboard: a row a line, cells separated by tabs. A cell in
// quotation marks is one cell, with its line breaks, its tabs and its doubled quotation marks; a
// quotation mark inside a cell is itself, and so is one that is never closed.
const END_OF_CELL = /[\t\r\n]|$/g;

function endOfCell(text, start) {
  END_OF_CELL.lastIndex = start;
  return END_OF_CELL.exec(text).index;
}

// Where the quoted cell that begins at `start` ends, and what it says; null where it isn't one.
function quoted(text, start) {
  let said = "";
  let at = start + 1;
  for (;;) {
    const mark = text.indexOf('"', at);
    if (mark < 0) return null;
    said += text.slice(at, mark);
    if (text[mark + 1] !== '"') {
      const end = mark + 1;
      return endOfCell(text, end) === end ? { said: said.replace(/\r\n?/g, "\n"), end } : null;
    }
    said += '"';
    at = mark + 2;
  }
}

function plain(text, start) {
  const end = endOfCell(text, start);
  return { said: text.slice(start, end), end };
}

// The lines of `text`, each a list of cells. Blank lines at the end are none.
export function parseTable(text) {
  const lines = [[]];
  let at = 0;
  for (;;) {
    const cell = (text[at] === '"' && quoted(text, at)) || plain(text, at);
    lines.at(-1).push(cell.said);
    at = cell.end;
    if (at >= text.length) break;
    if (text[at] !== "\t") {
      if (text.startsWith("\r\n", at)) at += 1;
      lines.push([]);
    }
    at += 1;
  }
  while (lines.length && lines.at(-1).every((cell) => !cell.trim())) lines.pop();
  return lines;
}

// Which lines (counted from 1) their own table hides: a spreadsheet copies them all the same, and
// says so in the HTML beside the text. Nothing where that shows another number of lines.
export function hiddenLines(html, count) {
  // Only read, never applied: the page's policy forbids styles that come from elsewhere.
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const rows = [...new DOMParser().parseFromString(bare, "text/html").querySelectorAll("tr")];
  if (rows.length < count) return [];
  const isHidden = (row) => /display\s*:\s*none/i.test(row.dataset.style ?? "");
  return rows.slice(0, count).flatMap((row, at) => (isHidden(row) ? [String(at + 1)] : []));
}
