// Changing a cell: an input in it until Enter or Tab keeps what was typed, or Esc puts it back.
import { choicesOf, columnAt, state } from "./state.js";
import { draw } from "./table.js";
import { activeCell, beside, step, visit } from "./moving.js";
import { chosen, closeChoices, isChoosing, moveChoice, openChoices } from "./choosing.js";
import { change } from "./changes.js";

let input = null;

export const isEditing = () => input !== null;

export function edit(cell, typed) {
  const column = columnAt(cell);
  const row = state.rows.get(cell.parentElement.dataset.row);
  if (!column || !row?.editable) return false;
  input = document.createElement("input");
  input.className = "bc-cell-input";
  input.type = "text";
  input.setAttribute("aria-label", `${column.label}, row ${state.order.indexOf(row.id) + 1}`);
  if (column.is_number) input.inputMode = "decimal";
  input.value = typed ?? row.shown[column.path] ?? row.values[column.path];
  cell.classList.add("editing");
  cell.removeAttribute("tabindex"); // the input has the focus meanwhile
  cell.replaceChildren(input);
  input.focus();
  if (typed === undefined) input.select();
  input.addEventListener("blur", () => finish(true));
  const choices = choicesOf(row, column);
  if (choices.length) {
    const title = column.choices === "sub_types" ? `Sub types of ${row.values.scheme_type || "every type"}` : column.label;
    if (typed !== undefined) input.value = row.values[column.path];
    openChoices(input, title, choices, (value) => {
      input.value = value;
      finish(true);
      visit(cell);
    });
    if (typed !== undefined) {
      input.value = typed;
      input.dispatchEvent(new Event("input"));
    }
  }
  return true;
}

export function finish(keep) {
  if (!input) return;
  const cell = input.parentElement;
  const value = input.value.trim();
  const column = columnAt(cell);
  const id = cell.parentElement.dataset.row;
  const row = state.rows.get(id);
  input = null;
  closeChoices();
  cell.classList.remove("editing");
  cell.tabIndex = -1;
  const before = row.shown[column.path] ?? row.values[column.path];
  draw(id, column.path);
  if (keep && value !== before && value !== row.values[column.path]) change(id, column.path, value);
}

// Keys while something is typed. Says whether the key was one of ours.
export function keyWhileEditing(event) {
  const choosing = isChoosing();
  if (event.key === "Escape") {
    finish(false);
    visit(activeCell());
  } else if (event.key === "Enter") {
    if (choosing) input.value = chosen(input);
    finish(true);
    if (choosing) visit(activeCell());
    else step(event.shiftKey ? -1 : 1, 0);
  } else if (event.key === "Tab") {
    if (choosing && input.value) input.value = chosen(input);
    finish(true);
    visit(beside(!event.shiftKey) ?? activeCell());
  } else if (choosing && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    moveChoice(input, event.key === "ArrowDown" ? 1 : -1);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}
