// A block from a spreadsheet: what it would change is shown first, and then made as one change.
import { columns, first, state } from "./state.js";
import { activeCell, activeRow, shownRows } from "./moving.js";
import { isShown } from "./table.js";
import { notice, paragraph, say } from "./notices.js";
import { addRows } from "./changes.js";

const MOST_LINES = 100; // lines that the preview shows

// Cells of copied text: tabs between cells, line ends between rows, quotes around cells with either.
export function cellsOf(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at];
    if (quoted) {
      if (one !== '"') cell += one;
      else if (text[at + 1] === '"') (cell += one), (at += 1);
      else quoted = false;
    } else if (one === '"' && cell === "") quoted = true;
    else if (one === "\t") rows.at(-1).push(cell), (cell = "");
    else if (one === "\n") rows.at(-1).push(cell), rows.push([]), (cell = "");
    else if (one !== "\r") cell += one;
  }
  if (cell !== "" || rows.at(-1).length) rows.at(-1).push(cell);
  return rows.filter((row) => row.length);
}

export function paste(text) {
  const block = cellsOf(text);
  const cell = activeCell();
  if (!block.length || !cell) return say("There is nothing to paste.");
  const head = cell.parentElement;
  const paths = [...head.cells]
    .filter((one) => one.cellIndex >= Math.max(1, cell.cellIndex) && isShown(one))
    .map((one) => columns[one.cellIndex - 1].path);
  const rows = shownRows();
  const start = rows.findIndex((row) => row.dataset.row === activeRow());
  const found = { edits: [], added: [], lines: [], locked: 0, wide: 0 };
  block.forEach((values, number) => {
    found.wide = Math.max(found.wide, values.length - paths.length);
    const fields = Object.fromEntries(values.slice(0, paths.length).map((one, at) => [paths[at], one.trim()]));
    place(found, rows[start + number]?.dataset.row, fields);
  });
  return preview(found);
}

function place(found, id, fields) {
  if (!id) {
    found.added.push(fields);
    found.lines.push(["New row", "", "", Object.values(fields).filter(Boolean).join(", ")]);
    return;
  }
  const row = state.rows.get(id);
  const number = state.order.indexOf(id) + 1;
  const changed = Object.entries(fields).filter(
    ([path, value]) => value !== row.values[path] && value !== (row.shown[path] ?? row.values[path]),
  );
  if (!changed.length) return;
  if (!row.editable) return void (found.locked += 1);
  found.edits.push({ kind: "edit", row: id, fields: Object.fromEntries(changed) });
  for (const [path, value] of changed) {
    const label = columns.find((one) => one.path === path).label;
    found.lines.push([`Row ${number}`, label, row.shown[path] ?? row.values[path], value]);
  }
}

function preview(found) {
  const cells = found.lines.length;
  if (!cells) return say(found.locked ? "Those rows are not yours to change." : "Nothing would change.");
  const words = `${cells} ${cells === 1 ? "change" : "changes"}`;
  const body = document.createElement("div");
  if (found.locked) body.append(paragraph(`${found.locked} rows are not yours and stay as they are.`));
  if (found.wide > 0) body.append(paragraph(`${found.wide} columns to the right of the table are left out.`));
  body.append(tableOf(found.lines.slice(0, MOST_LINES)));
  if (cells > MOST_LINES) body.append(paragraph(`And ${cells - MOST_LINES} more.`));
  return notice(`Pasting makes ${words}`, body, [
    { words: `Make ${words}`, first: true, act: () => make(found) },
    { words: "Leave it as it is", act: () => activeCell()?.focus() },
  ]);
}

function make(found) {
  activeCell()?.focus();
  show(found.edits);
  addRows(found.added.map((one) => ({ ...first, ...one })), found.edits);
}

function show(edits) {
  for (const op of edits) state.rows.get(op.row).refused = {};
}

function tableOf(lines) {
  const made = document.createElement("table");
  made.className = "nhsuk-table bc-preview";
  const head = made.createTHead().insertRow();
  for (const words of ["Row", "Column", "Now", "Will be"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = words;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    for (const words of line) row.insertCell().textContent = words;
  }
  const scroll = document.createElement("div");
  scroll.className = "bc-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "What will change");
  scroll.append(made);
  return scroll;
}
