// Which rows are shown: by a filter and by words that are looked for.
import { columns, root, rowElement, state } from "./state.js";
import { activeCell, shownRows, visit } from "./moving.js";

const find = document.getElementById("find");
const chips = [...document.querySelectorAll("[data-show]")];
let shown = chips.find((one) => one.getAttribute("aria-current"))?.dataset.show ?? "all";

function isShown(id) {
  const row = state.rows.get(id);
  if (shown === "findings" && !state.findings[id]) return false;
  if (shown === "both" && row.counts.length < 2) return false;
  if (shown === "yours" && !row.editable) return false;
  if (!["all", "findings", "both", "yours"].includes(shown) && !row.counts.includes(shown)) return false;
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = columns.map(({ path }) => `${row.values[path]} ${row.shown[path] ?? ""}`).join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

export function refilter({ speak = false } = {}) {
  let count = 0;
  const plain = shown === "all" && !find.value;
  for (const id of state.order) {
    const element = rowElement(id);
    const kept = isShown(id) || (!speak && element.classList.contains("here"));
    element.hidden = !kept;
    const card = document.querySelector(`[data-card="${id}"]`);
    if (card) card.hidden = !kept;
    if (kept) count += 1;
  }
  const here = activeCell();
  if (here?.parentElement.hidden) visit(shownRows()[0]?.cells[here.cellIndex], { focus: false });
  if (speak) {
    document.getElementById("shown-count").textContent = plain ? "All rows are shown" : `${count} of ${state.order.length} rows`;
  }
}

export function startFiltering() {
  find.addEventListener("input", () => refilter({ speak: true }));
  find.form.addEventListener("submit", (event) => event.preventDefault());
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      for (const one of chips) one.removeAttribute("aria-current");
      chip.setAttribute("aria-current", "true");
      shown = chip.dataset.show;
      refilter({ speak: true });
      root.scrollTop = 0;
    });
  }
}
