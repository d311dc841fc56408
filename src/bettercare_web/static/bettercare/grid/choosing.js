// A box to choose from in a cell: type to find, arrows to move, Enter to choose, Esc to leave it.
let box = null;

export function openChoices(input, title, choices, choose) {
  closeChoices();
  box = document.createElement("div");
  box.className = "bc-choices";
  const list = document.createElement("ul");
  list.id = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", title);
  const head = document.createElement("p");
  head.textContent = title;
  const foot = document.createElement("p");
  foot.className = "bc-choices__foot";
  foot.textContent = "Type to find. Enter chooses, Esc leaves it as it was.";
  box.append(head, list, foot);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", "choices");
  input.setAttribute("aria-autocomplete", "list");
  const before = input.value;
  const fill = (words) => fillList(list, choices, words, before);
  box.fill = fill;
  fill("");
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option?.dataset.value !== undefined) choose(option.dataset.value);
  });
  input.addEventListener("input", () => {
    fill(input.value);
    point(input, list.firstElementChild);
  });
  document.querySelector("main").append(box);
  place(input);
  point(input, list.querySelector('[aria-current="true"]'));
}

function fillList(list, choices, words, before) {
  const wanted = words.toLowerCase();
  const found = choices.filter((one) => one.toLowerCase().includes(wanted));
  list.replaceChildren(
    ...found.map((text, number) => {
      const option = document.createElement("li");
      option.id = `choice-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = text;
      option.textContent = text;
      if (text === before) option.setAttribute("aria-current", "true");
      return option;
    }),
  );
}

function place(input) {
  const at = input.getBoundingClientRect();
  const height = box.getBoundingClientRect().height;
  const below = at.bottom + height < window.innerHeight;
  box.style.setProperty("left", `${Math.min(at.left, window.innerWidth - box.offsetWidth - 8)}px`);
  box.style.setProperty("top", `${below ? at.bottom : Math.max(0, at.top - height)}px`);
}

function point(input, option) {
  for (const one of box.querySelectorAll('[aria-selected="true"]')) one.setAttribute("aria-selected", "false");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  return option.scrollIntoView({ block: "nearest" });
}

const pointed = () => box?.querySelector('[aria-selected="true"]');
export const isChoosing = () => box !== null;

export function moveChoice(input, by) {
  const all = [...box.querySelectorAll("li")];
  if (!all.length) return;
  const at = all.indexOf(pointed());
  point(input, all[(at + by + all.length) % all.length]);
}

// What Enter takes: the value pointed at; else what was typed, for the checks to judge.
export const chosen = (input) => pointed()?.dataset.value ?? input.value;

export function closeChoices() {
  box?.remove();
  box = null;
}
