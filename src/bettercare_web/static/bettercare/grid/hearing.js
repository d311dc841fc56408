// What the service says is new: rows, findings and answers, after a save or because others saved.
import { cellAt, columns, csrf, root, rowElement, state, table } from "./state.js";
import { draw, drawRow, makeRow, revealColumn } from "./table.js";
import { activeCell, activeRow, toCell, visit } from "./moving.js";
import { refilter } from "./filtering.js";
import { unsaved } from "./saving.js";

const EVERY = 5_000; // milliseconds between two questions whether others changed something
const listeners = [];
export const whenHeard = (listener) => listeners.push(listener);

export function take(said, { mine = [], added = [] } = {}) {
  if (said.reload) {
    if (!unsaved()) location.reload();
    return;
  }
  if (said.rows === undefined) return;
  state.revision = said.revision;
  for (const row of said.rows) merge(row);
  arrange(said.order, said.removed);
  const before = state.findings;
  state.findings = said.findings;
  for (const id of new Set([...Object.keys(before), ...Object.keys(said.findings)])) drawFound(id, before);
  for (const row of said.rows) if (rowElement(row.id)) drawRow(row.id);
  tell(said);
  refilter();
  if (added.length) toCell(added[added.length - 1], "scheme_name");
  for (const listener of listeners) listener(said, mine);
}

// A cell that this person is changing keeps what they typed.
function merge(row) {
  const held = state.rows.get(row.id);
  if (!held) return void state.rows.set(row.id, row);
  for (const { path } of columns) {
    if (held.sending?.[path] || held.refused?.[path]) continue;
    held.values[path] = row.values[path];
    delete held.shown[path];
    if (row.shown[path] !== undefined) held.shown[path] = row.shown[path];
  }
  if (!held.sending?.scheme_type) held.type = row.type;
  held.version = row.version;
  held.counts = row.counts;
  held.editable = row.editable;
}

function arrange(order, removed) {
  const same = order.length === state.order.length && order.every((id, at) => id === state.order[at]);
  if (same) return;
  document.querySelector(".bc-empty")?.toggleAttribute("hidden", order.length > 0);
  const here = activeCell();
  const at = here ? state.order.indexOf(here.parentElement.dataset.row) : 0;
  const column = here?.cellIndex ?? 2;
  for (const id of removed) {
    rowElement(id)?.remove();
    state.rows.delete(id);
  }
  state.order = order;
  const body = table.tBodies[0];
  order.forEach((id, number) => {
    const element = rowElement(id) ?? makeRow(id);
    if (body.rows[number] !== element) body.insertBefore(element, body.rows[number] ?? null);
  });
  for (const id of order) drawRow(id);
  if (here && !here.isConnected) visit(body.rows[Math.min(at, body.rows.length - 1)]?.cells[column]);
}

function drawFound(id, before) {
  if (!state.rows.has(id)) return;
  const fields = { ...before[id], ...state.findings[id] };
  for (const path of Object.keys(fields)) {
    draw(id, path);
    if (state.findings[id]?.[path] && cellAt(id, path)) revealColumn(path);
  }
}

function tell(said) {
  document.getElementById("grid-heading").textContent = said.heading;
  document.getElementById("answers-now").innerHTML = said.answers; // made and escaped by the service
  for (const [path, total] of Object.entries(said.totals)) {
    const place = table.querySelector(`[data-total="${CSS.escape(path)}"]`);
    if (place) place.textContent = total;
  }
  const count = document.getElementById("row-count");
  if (count) count.textContent = `${state.order.length} ${state.order.length === 1 ? "row" : "rows"}`;
  for (const [name, number] of Object.entries(said.chips)) {
    const chip = document.querySelector(`[data-show="${CSS.escape(name)}"] [data-count]`);
    if (chip) chip.textContent = number;
  }
  const spokenPlace = document.getElementById("spoken");
  if (said.say !== state.say) spokenPlace.textContent = said.say;
  state.say = said.say;
}

function showOthers(others) {
  for (const one of table.querySelectorAll("tr.other")) one.classList.remove("other");
  const words = others.map((one) => {
    const at = state.order.indexOf(one.row);
    if (at >= 0) rowElement(one.row)?.classList.add("other");
    return at >= 0 ? `${one.name} is in row ${at + 1}` : `${one.name} is here`;
  });
  const place = document.getElementById("others");
  if (place.textContent !== words.join(". ")) place.textContent = words.join(". ");
}

// A page that nobody works in asks no more: it must not keep its person signed in.
const ASLEEP = 10 * 60_000;
let acted = Date.now();
for (const sign of ["keydown", "pointerdown"]) {
  document.addEventListener(sign, () => (acted = Date.now()), { passive: true });
}

async function ask() {
  if (document.visibilityState !== "visible" || unsaved() || Date.now() - acted > ASLEEP) return;
  const row = activeRow();
  try {
    const answer = await fetch(root.dataset.since.replace(/0$/, String(state.revision)), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify(row ? { row } : {}),
    });
    if (!answer.ok || answer.redirected || unsaved()) return;
    const said = await answer.json();
    take(said);
    showOthers(said.others ?? []);
  } catch {
    // not connected: the next question comes soon, and saving says so by itself
  }
}

export function startHearing() {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  ask();
}
