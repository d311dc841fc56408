// The schemes as a grid to work in. Without this script the page is a table with a form per scheme.
import { columnAt, frozen, root, rowNumber, state, table } from "./state.js";
import { asGrid, draw } from "./table.js";
import { activeCell, activeRow, beside, startMoving, step, toEnd, toFinding, visit, whenMoved } from "./moving.js";
import { edit, finish, isEditing, keyWhileEditing } from "./editing.js";
import { addRow, change, redo, removeRow, undo } from "./changes.js";
import { restore } from "./saving.js";
import { asCell, isBlock, paste } from "./pasting.js";
import { startFiltering } from "./filtering.js";
import { startHearing, whenHeard } from "./hearing.js";
import { hideMessage, messageIsShown, openFinding, startMessages } from "./messages.js";
import { say } from "./notices.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };

function keyInGrid(event) {
  if (isEditing()) return void keyWhileEditing(event);
  if (event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  if (act(event, command)) event.preventDefault();
}

function act(event, command) {
  const { key } = event;
  if (ARROWS[key] && !command) return step(...ARROWS[key]), true;
  if (key === "Home" || key === "End") return toEnd(key === "End", command), true;
  if (key === "Tab") return tab(!event.shiftKey);
  if (key === "Escape") return leave();
  if (command) return false; // undo and redo are for the whole page; paste comes as an event
  if (key === "?") return toggleKeys(), true;
  return changeBy(key);
}

function changeBy(key) {
  const cell = activeCell();
  if (!cell.cellIndex) return false; // the number of the row is a link
  if (key === "Enter" || key === "F2") return edit(cell) || locked();
  if (key === "Delete" || key === "Backspace") {
    const row = state.rows.get(activeRow());
    if (!row.editable) return locked();
    if (row.values[columnAt(cell).path]) change(row.id, columnAt(cell).path, "");
    return true;
  }
  return key.length === 1 && key !== " " ? edit(cell, key) || locked() : false;
}

function locked() {
  say(frozen ? "This plan is read only for you." : `Row ${rowNumber(activeRow())} is not yours to change.`);
  return true;
}

function tab(forward) {
  const next = beside(forward);
  if (!next) return false;
  visit(next);
  return true;
}

function leave() {
  if (messageIsShown()) hideMessage();
  else document.getElementById("after-grid").focus();
  return true;
}

function toggleKeys() {
  const keys = document.getElementById("keys");
  keys.hidden = !keys.hidden;
  for (const one of document.querySelectorAll('[data-do="keys"][aria-expanded]')) one.setAttribute("aria-expanded", String(!keys.hidden));
  if (keys.hidden) activeCell()?.focus();
  else document.getElementById("keys-title").focus();
}

function toggleColumns(button) {
  state.all = !state.all;
  root.classList.toggle("all", state.all);
  button.setAttribute("aria-pressed", String(state.all));
}

function remove() {
  const id = activeRow();
  if (!id || !state.rows.get(id)?.editable) return void (id && locked());
  removeRow(id);
}

// The cell in hand, as somebody would call it.
function whereInHand() {
  const cell = activeCell();
  if (!cell) return "the first column";
  return `row ${rowNumber(activeRow())}, ${table.tHead.rows[0].cells[cell.cellIndex].textContent.trim()}`;
}

const DO = {
  undo,
  keys: toggleKeys,
  columns: toggleColumns,
  remove,
  add: () => addRow(activeRow() ?? undefined),
  paste: () => {
    document.getElementById("paste-from").textContent = whereInHand();
    document.getElementById("paste").hidden = false;
    document.getElementById("pasted").focus();
  },
  "paste-close": () => (document.getElementById("paste").hidden = true),
  "paste-look": () => {
    document.getElementById("paste").hidden = true;
    paste(document.getElementById("pasted").value);
    document.getElementById("pasted").value = "";
  },
};

function keyOnPage(event) {
  const typing = event.target.matches?.("input, textarea, select") && !isEditing();
  if (event.altKey && event.code === "KeyE") {
    finish(true);
    if (!toFinding(!event.shiftKey)) say("Nothing is found in the schemes.");
    event.preventDefault();
  } else if (event.altKey && event.key === "Enter" && activeCell() && table.contains(event.target)) {
    openFinding(activeCell());
  } else if ((event.ctrlKey || event.metaKey) && !typing && !isEditing()) {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) undo();
    else if (key === "y" || key === "z") redo();
    else return;
    event.preventDefault();
  }
}

let asking = null;
function tellOfRow() {
  const id = activeRow();
  clearTimeout(asking);
  if (!id || !document.getElementById("answers-now").childElementCount) return;
  asking = setTimeout(async () => {
    if (!state.rows.has(id)) return; // it was deleted meanwhile
    const nobody = "00000000-0000-0000-0000-000000000000";
    try {
      const answer = await fetch(root.dataset.about.replace(nobody, id));
      if (answer.ok && !answer.redirected && activeRow() === id) {
        document.getElementById("this-row").innerHTML = await answer.text(); // escaped by the service
      }
    } catch {
      // the panel keeps what it said last
    }
  }, 200);
}

// One cell's words go into the box that is being typed in; a block goes over the cells from there.
function pasteHere(event) {
  if (frozen || !table.contains(document.activeElement)) return;
  const text = event.clipboardData.getData("text/plain");
  if (isEditing() && !isBlock(text)) return;
  event.preventDefault();
  finish(false);
  if (activeCell()) visit(activeCell());
  paste(text);
}

function copyCell(event) {
  const cell = activeCell();
  if (isEditing() || !cell?.cellIndex || document.activeElement !== cell) return;
  if (!getSelection().isCollapsed) return;
  event.clipboardData.setData("text/plain", asCell(state.rows.get(activeRow()).values[columnAt(cell).path]));
  event.preventDefault();
  say("Copied.");
}

function start() {
  asGrid();
  const spoken = document.createElement("p");
  spoken.id = "spoken";
  spoken.className = "nhsuk-u-visually-hidden";
  spoken.setAttribute("role", "status");
  root.before(spoken);
  whenMoved(tellOfRow);
  whenHeard(tellOfRow);
  startMessages();
  startMoving();
  startFiltering();
  table.addEventListener("keydown", keyInGrid);
  table.addEventListener("dblclick", () => activeCell() && (edit(activeCell()) || locked()));
  document.addEventListener("keydown", keyOnPage);
  document.addEventListener("paste", pasteHere);
  document.addEventListener("copy", copyCell);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    event.preventDefault();
    DO[button.dataset.do](button);
  });
  restore((op) => {
    const row = state.rows.get(op.row);
    for (const [path, value] of Object.entries(op.fields)) {
      row.values[path] = value;
      delete row.shown[path];
      row.sending = { ...row.sending, [path]: true };
      draw(op.row, path);
    }
  });
  startHearing();
}

if (table) start();
