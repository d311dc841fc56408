// What the page knows of the plan's schemes. All of it came from the service; nothing is judged here.
const data = JSON.parse(document.getElementById("grid-data").textContent);

export const root = document.getElementById("grid");
export const table = root.querySelector("table");
export const columns = data.columns;
export const lists = data.lists;
export const subTypes = data.subTypes;
export const typeCodes = data.typeCodes;
export const first = data.first;
export const plan = data.plan;
export const person = data.person;
export const frozen = root.dataset.frozen !== undefined;

export const state = {
  revision: data.revision,
  rows: new Map(),
  order: [],
  findings: data.findings,
  say: data.say,
  all: false, // whether all columns are shown
};

for (const one of data.rows) {
  const values = {};
  columns.forEach((column, at) => (values[column.path] = one.values[at]));
  state.rows.set(one.id, { ...one, values });
  state.order.push(one.id);
}

export const rowNumber = (id) => state.order.indexOf(id) + 1;
export const columnAt = (cell) => columns[cell.cellIndex - 1]; // the first cell is the row's number
export const cellAt = (id, path) =>
  rowElement(id)?.cells[columns.findIndex((one) => one.path === path) + 1];
export const rowElement = (id) => table?.querySelector(`tr[data-row="${id}"]`);
export const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

// What may be chosen in a column of a row: nothing for a column of free text.
export function choicesOf(row, column) {
  if (column.choices !== "sub_types") return lists[column.choices] ?? [];
  if (row.type) return subTypes[row.type] ?? [];
  return [...new Set(Object.values(subTypes).flat())];
}
