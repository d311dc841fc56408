// Words to the person: whether it is saved, and choices to make. Nothing here covers the page.
const status = document.getElementById("status");
const notices = document.getElementById("grid-notices");

export function say(words, { state = "", link = null } = {}) {
  status.className = state ? `bc-status bc-status--${state}` : "bc-status";
  status.textContent = words;
  if (link) {
    const act = document.createElement(link.href ? "a" : "button");
    act.textContent = link.words;
    if (link.href) act.href = link.href;
    else {
      act.type = "button";
      act.className = "bc-link-button";
      act.addEventListener("click", link.act);
    }
    status.append(" ", act);
  }
}

// A notice above the table: a heading, what it holds, and buttons that end it.
export function notice(title, body, buttons, { focus = true } = {}) {
  const section = document.createElement("section");
  section.className = "bc-notice";
  const heading = document.createElement("h2");
  heading.className = "nhsuk-heading-s";
  heading.tabIndex = -1;
  heading.textContent = title;
  const foot = document.createElement("p");
  section.setAttribute("aria-label", title);
  for (const one of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = one.first ? "nhsuk-button nhsuk-button--small" : "bc-link-button";
    button.textContent = one.words;
    button.addEventListener("click", () => {
      section.remove();
      one.act(section);
    });
    foot.append(button, " ");
  }
  section.append(heading, body, foot);
  notices.append(section);
  if (focus) heading.focus();
  return section;
}

export function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}
