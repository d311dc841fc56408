// Says five minutes before somebody is signed out, and keeps what they typed until they are back.

const WARNING = 5 * 60;
const box = document.getElementById("bc-time");

const key = () => `bc-typed:${box.dataset.person}:${location.pathname}`;

const typable = (one) =>
  one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type);

const changed = (one) => {
  if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
  if (one.tagName === "SELECT") return [...one.options].some((o) => o.selected !== o.defaultSelected);
  return one.value !== one.defaultValue;
};

const fields = () => [...document.querySelectorAll("form input, form select, form textarea")].filter(typable);

const keep = () => {
  const typed = fields()
    .filter(changed)
    .map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.value : null,
      one.checked ?? false, one.value]);
  if (typed.length) sessionStorage.setItem(key(), JSON.stringify(typed));
  return typed.length > 0;
};

const giveBack = () => {
  const kept = sessionStorage.getItem(key());
  if (!kept) return;
  sessionStorage.removeItem(key());
  for (const [name, choice, checked, value] of JSON.parse(kept)) {
    const found = fields().find((one) => one.name === name && (choice === null || one.value === choice));
    if (!found) continue;
    if (choice === null) found.value = value;
    else found.checked = checked;
    found.dispatchEvent(new Event("input", { bubbles: true }));
  }
  say("What you typed is back. It is not saved yet.", false);
};

const say = (words, asks) => {
  box.querySelector("p").textContent = words;
  box.querySelector("form").hidden = !asks;
  box.hidden = false;
  document.documentElement.classList.add("bc-time-shown");
};

const hide = () => {
  box.hidden = true;
  document.documentElement.classList.remove("bc-time-shown");
};

let timers = [];

const begin = (seconds) => {
  timers.forEach(clearTimeout);
  hide();
  const after = (wait, act) => setTimeout(act, Math.max(0, wait) * 1000);
  timers = [
    after(seconds - WARNING, () => say(box.dataset.soon, true)),
    after(seconds, () => {
      const typed = keep();
      say(typed ? box.dataset.overTyped : box.dataset.over, false);
      box.querySelector("a").hidden = false;
    }),
  ];
};

if (box) {
  begin(Number(box.dataset.seconds));
  giveBack();
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.ok && !answer.redirected) begin((await answer.json()).seconds);
  });
}
