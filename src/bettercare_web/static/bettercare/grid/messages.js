// What is found at a cell, shown beside it: on focus, after leaving it, or under the mouse.
import { cellAt, columnAt, root, rowNumber, state, table } from "./state.js";
import { whenMoved } from "./moving.js";
import { whenHeard } from "./hearing.js";
import { isShown } from "./table.js";

const WORDS = { error: "Error", warning: "Warning" };
const box = document.createElement("div");
box.className = "bc-message";
box.hidden = true;
box.setAttribute("aria-hidden", "true"); // the same words are in the cell, for those who hear it

export const hideMessage = () => (box.hidden = true);
export const messageIsShown = () => !box.hidden;

function show(cell) {
  const column = columnAt(cell);
  const id = cell.parentElement?.dataset.row;
  const said = column ? (state.findings[id]?.[column.path] ?? []) : [];
  const own = column && state.rows.get(id)?.refused?.[column.path];
  if ((!said.length && !own) || !isShown(cell)) return hideMessage();
  const parts = own ? [part("error", `Row ${rowNumber(id)}, ${column.label}: not saved`, own, "", "")] : [];
  for (const one of said) parts.push(part(one.severity, `${WORDS[one.severity]}: ${one.title}`, one.message, one.fix, one.line));
  box.replaceChildren(...parts);
  box.classList.toggle("bc-message--error", Boolean(own) || said.some((one) => one.severity === "error"));
  box.hidden = false;
  place(cell);
  return true;
}

function part(severity, title, message, fix, line) {
  const made = document.createElement("p");
  made.className = `bc-message__${severity}`;
  const strong = document.createElement("strong");
  strong.textContent = title;
  made.append(strong, document.createElement("br"), `${message} ${fix} `);
  if (line) {
    const why = document.createElement("a");
    why.href = `${root.dataset.findings}#line-${line}`;
    why.textContent = "Why?";
    why.tabIndex = -1;
    made.append(why);
  }
  return made;
}

function place(cell) {
  const at = cell.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const below = at.bottom + size.height + 6 < window.innerHeight;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8));
  box.style.setProperty("left", `${left}px`);
  box.style.setProperty("top", `${below ? at.bottom + 6 : at.top - size.height - 6}px`);
}

export function openFinding(cell) {
  const column = columnAt(cell);
  const said = column && state.findings[cell.parentElement.dataset.row]?.[column.path];
  if (said) location.assign(`${root.dataset.findings}#line-${said[0].line}`);
}

export function startMessages() {
  document.querySelector("main").append(box);
  whenMoved(show);
  whenHeard((said, mine) => {
    const last = mine.findLast((op) => op.kind === "edit");
    const path = last && Object.keys(last.fields).find((one) => state.findings[last.row]?.[one]);
    if (path) show(cellAt(last.row, path));
    else if (!table.contains(document.activeElement)) hideMessage();
    else show(document.activeElement.closest("td, th") ?? table);
  });
  root.addEventListener("refused", (event) => {
    const cell = cellAt(event.detail.row, event.detail.field);
    if (cell) show(cell);
  });
  table.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td.error, td.warning, th.error, th.warning");
    if (cell) show(cell);
  });
  for (const scrolled of [root, window]) scrolled.addEventListener("scroll", hideMessage, { passive: true });
}
