// Changes on their way to the service: one request at a time, tried again until it is answered,
// and kept on this computer meanwhile, so that a page that is loaded again still has them.
import { cellAt, columns, csrf, person, plan, root, rowNumber, state } from "./state.js";
import { draw } from "./table.js";
import { notice, paragraph, say } from "./notices.js";
import { take } from "./hearing.js";
import { forget, renamed } from "./changes.js";

const AGAIN = 10_000; // milliseconds until a request that failed is tried again
const place = `bettercare-grid-${plan}-${person}`;
let waiting = []; // groups of changes not sent yet: {ops, group}
let sending = null; // the request that is on its way: {body, ops, group}
let timer = null;

export const unsaved = () => waiting.length + (sending ? 1 : 0);

export function send(ops, group) {
  waiting.push({ ops, group });
  keep();
  next();
}

function keep() {
  const all = [...(sending ? [{ ops: sending.ops, body: sending.body }] : []), ...waiting.map(({ ops }) => ({ ops }))];
  try {
    if (all.length) localStorage.setItem(place, JSON.stringify(all));
    else localStorage.removeItem(place);
  } catch {
    // without room on this computer the page itself still holds the changes
  }
}

function next() {
  if (sending || !waiting.length) return;
  const one = waiting.shift();
  const ops = one.ops.filter((op) => op.kind === "add" || state.rows.has(op.row));
  if (!ops.length) return void (keep(), next());
  sending = { ops, group: one.group, body: body(ops) };
  keep();
  post();
}

function body(ops) {
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const changes = ops.map((op) => {
    if (op.kind === "add") {
      const after = state.rows.has(op.after) ? { after: op.after } : {};
      return { kind: "add", fields: op.fields, ...after };
    }
    const version = state.rows.get(op.row).version;
    return op.kind === "remove"
      ? { kind: "remove", row: op.row, version }
      : { row: op.row, version, fields: op.fields };
  });
  return JSON.stringify({ key, revision: state.revision, changes });
}

async function post() {
  clearTimeout(timer);
  say("Saving…", { state: "saving" });
  let answer;
  try {
    answer = await fetch(root.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" },
      body: sending.body,
    });
  } catch {
    return later("Not connected.");
  }
  if (answer.redirected || answer.status === 403 || answer.status === 401) return signedOut();
  if (answer.status === 429 || answer.status >= 500) return later("The service did not answer.");
  const said = await answer.json().catch(() => ({}));
  return answer.ok ? saved(said) : stopped(answer.status, said);
}

function later(why) {
  const count = unsaved();
  const changes = count === 1 ? "1 change" : `${count} changes`;
  say(`${why} ${changes} kept on this computer; trying again in 10 seconds.`, {
    state: "warning",
    link: { words: "Try now", act: post },
  });
  timer = setTimeout(post, AGAIN);
}

function signedOut() {
  const back = encodeURIComponent(location.pathname);
  say("Not saved: you are signed out. Your changes are kept on this computer.", {
    state: "warning",
    link: { words: "Sign in again", href: `/account/login/?next=${back}` },
  });
}

// The request is over: its cells are no longer on their way, unless a later change of them is.
function over() {
  const ops = sending.ops;
  const group = sending.group;
  sending = null;
  const still = new Set(waiting.flatMap((one) => one.ops.flatMap(cellsOf)));
  for (const name of ops.flatMap(cellsOf)) {
    const [id, path] = name.split("|");
    const row = state.rows.get(id);
    if (row?.sending && !still.has(name)) delete row.sending[path];
    if (row) draw(id, path);
  }
  keep();
  return { ops, group };
}

const cellsOf = (op) => (op.kind === "edit" ? Object.keys(op.fields).map((path) => `${op.row}|${path}`) : []);

function saved(said) {
  const { ops } = over();
  const marks = ops.filter((op) => op.kind === "add").map((op) => op.mark);
  (said.added ?? []).forEach((id, number) => {
    renamed(marks[number], id);
    for (const op of waiting.flatMap((one) => one.ops)) if (op.row === marks[number]) op.row = id;
  });
  take(said, { mine: ops, added: said.added ?? [] });
  const now = new Date().toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
  say(`Saved ${now.replace(" ", "")}`, { state: "fine" });
  next();
}

function stopped(status, said) {
  if (said.problem === "clash") clash(said.clashes);
  else if (said.problem === "unreadable") unreadable(said.cells);
  else refusedWhole(status, said);
  next();
}

// Somebody else saved the same fields: both values are shown, and the person chooses.
function clash(clashes) {
  const { ops, group } = over();
  forget(group);
  const clashing = new Map(clashes.map((one) => [one.row, one]));
  const rest = [];
  for (const op of ops) {
    const found = clashing.get(op.row);
    if (!found) rest.push(op);
    else if (op.kind === "edit" && !found.gone) {
      const free = Object.entries(op.fields).filter(([path]) => !(path in found.fields));
      if (free.length) rest.push({ ...op, fields: Object.fromEntries(free) });
    }
  }
  for (const one of clashes) {
    const row = state.rows.get(one.row);
    if (row && !one.gone) row.version = one.version;
  }
  if (rest.length) waiting.unshift({ ops: rest, group });
  keep();
  say("Not saved yet: choose what to keep.", { state: "warning" });
  for (const one of clashes) choose(one, ops);
}

function choose(one, ops) {
  const number = rowNumber(one.row);
  if (one.gone) {
    notice(`Row ${number} was deleted by somebody else`, paragraph("Your change of it is not saved."), [
      { words: "Go on without it", first: true, act: () => location.reload() },
    ]);
    return;
  }
  const op = ops.find((each) => each.row === one.row);
  if (op.kind === "remove") {
    notice(`${one.who} changed row ${number} while you deleted it`, paragraph("It is not deleted."), [
      { words: "Delete it all the same", first: true, act: () => send([op], null) },
      { words: "Keep the row", act: () => {} },
    ]);
    return;
  }
  for (const [path, values] of Object.entries(one.fields)) chooseValue(one, number, path, values);
}

function chooseValue(one, number, path, values) {
  const label = columns.find((column) => column.path === path)?.label ?? path;
  const field = document.createElement("fieldset");
  field.className = "nhsuk-fieldset";
  const legend = document.createElement("legend");
  legend.className = "nhsuk-fieldset__legend";
  legend.textContent = `Choose what ${label} of row ${number} says. It was: ${values.base || "blank"}`;
  field.append(legend);
  const name = `clash-${one.row}-${path}`;
  for (const [which, words] of [
    ["theirs", `Theirs: ${values.theirs || "blank"}, saved ${one.when}`],
    ["mine", `Yours: ${values.mine || "blank"}, not saved`],
  ]) {
    const line = document.createElement("label");
    line.className = "bc-radio";
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = name;
    radio.value = which;
    radio.checked = which === "theirs";
    line.append(radio, ` ${words}`);
    field.append(line);
  }
  notice(`${one.who} saved row ${number} while you were typing`, field, [
    { words: "Keep the one chosen", first: true, act: (section) => keepChosen(section, one, path, values) },
  ]);
}

function keepChosen(section, one, path, values) {
  const row = state.rows.get(one.row);
  if (!row) return;
  if (section.querySelector("input:checked").value === "mine") {
    row.sending = { ...row.sending, [path]: true };
    send([{ kind: "edit", row: one.row, fields: { [path]: values.mine ?? "" } }], null);
  } else {
    row.values[path] = values.theirs ?? "";
    delete row.shown[path];
    draw(one.row, path);
    say("Theirs is kept.");
  }
  cellAt(one.row, path)?.focus();
}

// Values that a field cannot hold stay as they were typed, with what to type instead.
function unreadable(cells) {
  const { ops, group } = over();
  forget(group);
  const bad = new Map(cells.map((one) => [`${one.row}|${one.field}`, one.message]));
  const rest = [];
  for (const op of ops) {
    if (op.kind !== "edit") {
      if (![...bad.keys()].some((name) => name.startsWith("|"))) rest.push(op);
      continue;
    }
    const good = Object.entries(op.fields).filter(([path]) => !bad.has(`${op.row}|${path}`));
    if (good.length) rest.push({ ...op, fields: Object.fromEntries(good) });
  }
  for (const one of cells) {
    const row = state.rows.get(one.row);
    if (!row) continue;
    row.refused = { ...row.refused, [one.field]: one.message };
    draw(one.row, one.field);
  }
  if (rest.length) waiting.unshift({ ops: rest, group });
  keep();
  const where = cells[0].row ? `Row ${rowNumber(cells[0].row)} not saved: ` : "Not saved: ";
  say(`${where}${cells[0].message}`, { state: "error" });
  root.dispatchEvent(new CustomEvent("refused", { detail: cells[0] }));
}

// The plan is frozen, the row is not this person's, or the fault is ours: nothing of it is saved.
function refusedWhole(status, said) {
  const { ops, group } = over();
  forget(group);
  const words =
    said.message ?? (status === 404 ? "You cannot change this, or it is gone." : "The fault is ours.");
  const text = ops.map((op) => JSON.stringify(op.fields ?? op.kind)).join("\n");
  const shown = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Your change, to copy";
  const typed = document.createElement("pre");
  typed.textContent = text;
  shown.append(summary, typed);
  say(`Not saved: ${words}`, { state: "error" });
  notice(`Not saved: ${words}`, shown, [
    { words: "Show the plan as it is", first: true, act: () => location.reload() },
  ]);
}

// What an earlier page could not save is shown and sent again.
export function restore(show) {
  let kept = [];
  try {
    kept = JSON.parse(localStorage.getItem(place) ?? "[]");
  } catch {
    kept = [];
  }
  const groups = kept
    .map(({ ops, body }) => ({ body, group: null, ops: ops.filter((op) => op.kind === "add" || state.rows.has(op.row)) }))
    .filter(({ ops }) => ops.length);
  if (!groups.length) return;
  for (const op of groups.flatMap(({ ops }) => ops)) if (op.kind === "edit") show(op);
  const [front] = groups;
  if (front.body) {
    sending = front;
    waiting = groups.slice(1);
    post();
  } else {
    waiting = groups;
    next();
  }
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});
