// Moving about the grid: one cell at a time can be reached by Tab, and arrows go to the others.
import { cellAt, columns, root, state, table } from "./state.js";
import { isShown, revealColumn } from "./table.js";

let active = null;
const listeners = [];

export const activeCell = () => (active?.isConnected ? active : null);
export const activeRow = () => activeCell()?.parentElement.dataset.row ?? null;
export const whenMoved = (listener) => listeners.push(listener);

const target = (cell) => (cell.cellIndex ? cell : cell.querySelector("a"));

export function visit(cell, { focus = true } = {}) {
  if (!cell) return;
  if (activeCell()) target(active).tabIndex = -1;
  active?.parentElement.classList.remove("here");
  active = cell;
  active.parentElement.classList.add("here");
  target(cell).tabIndex = 0;
  if (focus) {
    target(cell).focus({ preventScroll: true });
    uncover(cell);
  }
  for (const listener of listeners) listener(cell);
}

// Brings a cell out from under the columns, header and total that stay where they are.
function uncover(cell) {
  const box = cell.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const left = frozenWidth(cell, ".f0, .f1, .f2");
  const kept = [...cell.parentElement.querySelectorAll(".e0, .e1")].some((one) => one.cellIndex > cell.cellIndex);
  const right = frame.right - (kept && !cell.matches(".e0, .e1") ? frozenWidth(cell, ".e0, .e1") : 0);
  const head = table.tHead.getBoundingClientRect().height;
  const foot = table.tFoot.getBoundingClientRect().height;
  if (!cell.matches(".f0, .f1, .f2")) {
    if (box.left < frame.left + left) root.scrollLeft -= frame.left + left - box.left;
    else if (box.right > right) root.scrollLeft += box.right - right;
  }
  if (root.scrollHeight > root.clientHeight) {
    if (box.top < frame.top + head) root.scrollTop -= frame.top + head - box.top;
    else if (box.bottom > frame.bottom - foot - 16) root.scrollTop += box.bottom - frame.bottom + foot + 16;
  }
  const seen = cell.getBoundingClientRect();
  const top = stickyTop();
  if (seen.top < top) window.scrollBy(0, seen.top - top - 8);
  else if (seen.bottom > window.innerHeight - 8) window.scrollBy(0, seen.bottom - window.innerHeight + 48);
}

function stickyTop() {
  const band = document.getElementById("answers");
  const style = getComputedStyle(band);
  const sticks = style.position === "sticky" && style.gridColumnStart === "1";
  return sticks ? band.getBoundingClientRect().bottom : 0;
}

const frozenWidth = (cell, which) =>
  [...cell.parentElement.querySelectorAll(which)]
    .filter((one) => getComputedStyle(one).position === "sticky")
    .reduce((sum, one) => sum + one.getBoundingClientRect().width, 0);

export const shownRows = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);
const shownCells = (row) => [...row.cells].filter(isShown);

export function step(down, right) {
  const rows = shownRows();
  const cell = activeCell();
  if (!cell) return visit(rows[0]?.cells[0]);
  const at = rows.indexOf(cell.parentElement);
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + down))] ?? cell.parentElement;
  const cells = shownCells(row);
  const column = cells.findIndex((one) => one.cellIndex === cell.cellIndex);
  return visit(cells[Math.max(0, Math.min(cells.length - 1, column + right))]);
}

// The next cell as text is read, from row to row; nothing beyond the last or before the first.
export function beside(forward) {
  const cells = shownRows().flatMap(shownCells);
  return cells[cells.indexOf(activeCell()) + (forward ? 1 : -1)];
}

export function toEnd(last, ofTable) {
  const rows = shownRows();
  const row = ofTable ? rows[last ? rows.length - 1 : 0] : (activeCell()?.parentElement ?? rows[0]);
  const cells = shownCells(row);
  visit(cells[last ? cells.length - 1 : 0]);
}

export function toCell(id, path) {
  const cell = cellAt(id, path) ?? cellAt(id, "scheme_name");
  if (!cell) return false;
  if (!isShown(cell)) revealColumn(path);
  cell.parentElement.hidden = false;
  visit(cell);
  return true;
}

// The next cell at which something is found, after or before the one in hand.
export function toFinding(forward) {
  const places = state.order.flatMap((id) =>
    columns.filter((one) => state.findings[id]?.[one.path]).map((one) => [id, one.path]),
  );
  if (!places.length) return false;
  const cell = activeCell();
  const here = cell ? state.order.indexOf(cell.parentElement.dataset.row) * 1000 + cell.cellIndex : -1;
  const rank = ([id, path]) =>
    state.order.indexOf(id) * 1000 + columns.findIndex((one) => one.path === path) + 1;
  const next = forward
    ? (places.find((one) => rank(one) > here) ?? places[0])
    : (places.findLast((one) => rank(one) < here) ?? places[places.length - 1]);
  return toCell(...next);
}

export function startMoving() {
  followMouse();
  const asked = decodeURIComponent(location.hash.slice(1));
  const found = asked.match(/^c-([0-9a-f-]{36})-(.+)$/);
  if (found && toCell(found[1], found[2])) return;
  const link = asked.startsWith("r-") && document.getElementById(asked);
  const rows = shownRows();
  const own = rows.find((row) => state.rows.get(row.dataset.row)?.editable) ?? rows[0];
  visit(link ? link.closest("td") : own?.cells[2], { focus: Boolean(link) });
}

function followMouse() {
  table.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (cell && !cell.classList.contains("editing") && !event.target.closest("a")) {
      visit(cell);
      event.preventDefault();
    }
  });
}
