// Changes of the person: shown at once, sent to be saved, and remembered so that they can be undone.
import { columns, first, state, subTypes, typeCodes } from "./state.js";
import { draw } from "./table.js";
import { send } from "./saving.js";
import { say } from "./notices.js";

const undone = [];
const done = [];
const button = document.querySelector('[data-do="undo"]');

function remember(stack, group) {
  stack.push(group);
  if (button) button.disabled = done.length === 0;
}

// One cell. A new scheme type keeps the sub type where that is one of the new type's.
export function change(id, path, value) {
  const row = state.rows.get(id);
  const fields = { [path]: value };
  if (path === "scheme_type") {
    const code = typeCodes[value] ?? "";
    const kept = row.values.sub_type;
    if (code && kept && !(subTypes[code] ?? []).includes(kept)) {
      fields.sub_type = "";
      say(`Sub type cleared: '${kept}' is not a sub type of '${value}'.`);
    }
  }
  undone.length = 0;
  apply([{ kind: "edit", row: id, fields }], done);
}

// Several changes as one: of a paste, an undo, a row added or taken away.
export function apply(ops, stack = done) {
  const inverse = ops.map(invert).reverse();
  for (const op of ops) if (op.kind === "edit") show(op);
  const group = { inverse };
  remember(stack, group);
  send(ops, group);
}

function invert(op) {
  if (op.kind === "add") return { kind: "remove", row: op.mark };
  const row = state.rows.get(op.row);
  if (op.kind === "edit") {
    const before = Object.fromEntries(Object.keys(op.fields).map((path) => [path, row.values[path]]));
    return { kind: "edit", row: op.row, fields: before };
  }
  const filled = Object.entries(row.values).filter(([, value]) => value !== "");
  const at = state.order.indexOf(op.row);
  return { kind: "add", mark: op.row, fields: Object.fromEntries(filled), after: state.order[at - 1] };
}

function show(op) {
  const row = state.rows.get(op.row);
  for (const [path, value] of Object.entries(op.fields)) {
    row.values[path] = value;
    delete row.shown[path];
    delete row.refused?.[path];
    row.sending = { ...row.sending, [path]: true };
    if (path === "scheme_type") {
      row.type = typeCodes[value] ?? "";
      draw(op.row, "sub_type");
    }
    draw(op.row, path);
  }
}

export function undo() {
  turn(done, undone, "Nothing to undo.");
}

export function redo() {
  turn(undone, done, "Nothing to do again.");
}

function turn(from, to, nothing) {
  const group = from.pop();
  if (button) button.disabled = done.length === 0;
  if (!group) return say(nothing);
  const ops = group.inverse.filter((op) => op.kind === "add" || state.rows.has(op.row));
  if (!ops.length) return say("That row is gone, so it cannot be put back.");
  return apply(ops, to);
}

// A row that was added, perhaps again, has an id of its own: what is remembered of it follows.
export function renamed(mark, id) {
  for (const op of [...done, ...undone].flatMap((group) => group.inverse)) {
    if (op.row === mark) op.row = id;
    if (op.mark === mark) op.mark = id;
    if (op.after === mark) op.after = id;
  }
}

// What was not saved is not to be undone either.
export function forget(group) {
  for (const stack of [done, undone]) {
    const at = stack.indexOf(group);
    if (at >= 0) stack.splice(at, 1);
  }
  if (button) button.disabled = done.length === 0;
}

let marks = 0;
export function addRow(after) {
  undone.length = 0;
  marks += 1;
  apply([{ kind: "add", mark: `new-${marks}`, fields: { ...first }, after }]);
}

export function addRows(all, edits) {
  undone.length = 0;
  const added = all.map((fields) => {
    marks += 1;
    return { kind: "add", mark: `new-${marks}`, fields: { ...first, ...fields } };
  });
  apply([...edits, ...added]);
}

export function removeRow(id) {
  undone.length = 0;
  apply([{ kind: "remove", row: id }]);
}

export const paths = columns.map((one) => one.path);
