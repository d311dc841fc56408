// A block from a spreadsheet: what it would change is shown first, and then made as one change.
import { columns, first, state, table } from "./state.js";
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

// Whether a text is more than the words of one cell.
export function isBlock(text) {
  const block = cellsOf(text);
  return block.length > 1 || (block[0]?.length ?? 0) > 1;
}

// The words of a cell as a spreadsheet reads them.
export const asCell = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// Where a block goes: under its own headings where its first line has those of the table, else from
// the cell in hand to the right; from the first column where the table has no row yet.
function pathsOf(block, cell) {
  const named = columnsNamed(block[0]);
  if (named) {
    block.shift();
    return named;
  }
  const from = Math.max(1, cell?.cellIndex ?? 1);
  return [...table.tHead.rows[0].cells]
    .filter((one) => one.cellIndex >= from && isShown(one))
    .map((one) => columns[one.cellIndex - 1].path);
}

function columnsNamed(line) {
  const known = new Map(columns.map((one) => [one.label.toLowerCase(), one.path]));
  const named = line.map((one) => known.get(one.trim().toLowerCase()));
  return line.length > 1 && named.every(Boolean) ? named : null;
}

export function paste(text) {
  const block = cellsOf(text);
  if (!block.length) return say("There is nothing to paste.");
  const paths = pathsOf(block, activeCell());
  const rows = shownRows();
  const at = rows.findIndex((row) => row.dataset.row === activeRow());
  const start = at < 0 ? 0 : at;
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
  body.append(paragraph(`${summed(found)} Undo puts all of it back.`));
  if (found.locked) body.append(paragraph(`${found.locked} rows are not yours and stay as they are.`));
  if (found.wide > 0) body.append(paragraph(`${found.wide} columns to the right of the table are left out.`));
  body.append(tableOf(found.lines.slice(0, MOST_LINES)));
  if (cells > MOST_LINES) body.append(paragraph(`And ${cells - MOST_LINES} more.`));
  return notice(`Pasting makes ${words}`, body, [
    { words: `Make ${words}`, first: true, act: () => make(found) },
    { words: "Leave it as it is", act: () => activeCell()?.focus() },
  ]);
}

function summed({ edits, added }) {
  const cells = edits.reduce((sum, op) => sum + Object.keys(op.fields).length, 0);
  const rows = `${edits.length} ${edits.length === 1 ? "row that is" : "rows that are"} there`;
  const over = cells ? `${cells} ${cells === 1 ? "cell changes" : "cells change"} in ${rows}` : "No cell that is there changes";
  const schemes = `${added.length} ${added.length === 1 ? "scheme is" : "schemes are"} added`;
  return added.length ? `${over}, and ${schemes}.` : `${over}.`;
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
