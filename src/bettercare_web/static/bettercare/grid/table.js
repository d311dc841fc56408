// The cells of the table: how a value, a finding and a change on its way are shown.
import { cellAt, columns, frozen, root, rowElement, rowNumber, state, subTypes, table } from "./state.js";

const hidden = (text) => {
  const span = document.createElement("span");
  span.className = "nhsuk-u-visually-hidden";
  span.textContent = text;
  return span;
};

const WORDS = { error: "Error", warning: "Warning" };

export function draw(id, path) {
  const cell = cellAt(id, path);
  if (!cell || cell.classList.contains("editing")) return;
  const row = state.rows.get(id);
  const value = row.values[path];
  const column = columns[cell.cellIndex - 1];
  cell.textContent = row.shown[path] ?? value;
  const none = column.choices === "sub_types" && !value && row.type && !subTypes[row.type]?.length;
  if (none) {
    const words = document.createElement("i");
    words.textContent = "none for this type";
    cell.replaceChildren(words);
  }
  const said = state.findings[id]?.[path] ?? [];
  const own = row.refused?.[path];
  cell.classList.toggle("error", Boolean(own) || said.some((one) => one.severity === "error"));
  cell.classList.toggle(
    "warning",
    !own && said.length > 0 && said.every((one) => one.severity === "warning"),
  );
  cell.classList.toggle("sending", Boolean(row.sending?.[path]));
  if (own) cell.append(hidden(`Not saved: ${own} `));
  for (const one of said) cell.append(hidden(`${WORDS[one.severity] ?? ""}: ${one.message} ${one.fix} `));
}

export function drawRow(id) {
  for (const column of columns) draw(id, column.path);
  const element = rowElement(id);
  const row = state.rows.get(id);
  element.classList.toggle("locked", !row.editable);
  const link = element.cells[0].querySelector("a");
  link.textContent = rowNumber(id);
  const name = row.values.scheme_name;
  link.setAttribute("aria-label", `Row ${rowNumber(id)}${name ? `, ${name}` : ""}: form`);
}

export function makeRow(id) {
  const element = document.createElement("tr");
  element.dataset.row = id;
  const number = element.insertCell();
  number.className = "f0";
  const link = document.createElement("a");
  link.id = `r-${id}`;
  link.href = root.dataset.form.replace("00000000-0000-0000-0000-000000000000", id);
  link.tabIndex = -1;
  number.append(link);
  for (const column of columns) {
    const isName = column.path === "scheme_name";
    const cell = document.createElement(isName ? "th" : "td");
    if (isName) cell.scope = "row";
    cell.className = `${isName ? "f2" : column.path === "scheme_id" ? "f1" : ""}${column.is_number ? " n" : ""}${column.stays ? ` ${column.stays}` : ""}${column.aside ? " l" : ""}`;
    cell.tabIndex = -1;
    element.append(cell);
  }
  return element;
}

// Columns that are shown only on request come into view once something is found in them.
export function revealColumn(path) {
  const at = columns.findIndex((one) => one.path === path);
  for (const row of table.rows) row.cells[at + 1]?.classList.remove("l");
}

export function isShown(cell) {
  return state.all || !cell.classList.contains("l");
}

export function asGrid() {
  table.setAttribute("role", "grid");
  table.setAttribute("aria-readonly", frozen ? "true" : "false");
  table.setAttribute("aria-rowcount", String(table.rows.length));
  table.setAttribute("aria-describedby", "keys-hint");
  root.removeAttribute("tabindex");
  root.removeAttribute("role");
  root.removeAttribute("aria-label");
  table.setAttribute("aria-label", table.caption.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    for (const cell of row.cells) {
      if (cell.cellIndex) cell.tabIndex = -1;
      else cell.querySelector("a").tabIndex = -1;
    }
  }
  const hint = hidden("Arrow keys move, Enter edits, Esc leaves the table, question mark shows all keys.");
  hint.id = "keys-hint";
  root.before(hint);
}
