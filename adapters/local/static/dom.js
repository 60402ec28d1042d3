// Builds elements without ever parsing text as HTML: what people typed only ever becomes text nodes or attributes.

/**
 * Makes one element. `properties` may hold: `class`, `text`, `on` (event name to handler), any DOM property that
 * exists on the element, and otherwise an attribute; `null`, `undefined` and `false` leave an attribute out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name === "on") listen(made, value);
    else if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function listen(target, handlers) {
  for (const [event, handler] of Object.entries(handlers)) target.addEventListener(event, handler);
}

/** The element of the page with this id; a missing one is a programming error and stops at once. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}`);
  return found;
}

/** A round sign with a person's initials in a colour that stays the same for the same account. */
export function avatar(account, name) {
  const initials = [...name.matchAll(/(?:^|[\s-])(\p{L})/gu)].map((match) => match[1]);
  const shown = ((initials[0] ?? "?") + (initials.length > 1 ? initials.at(-1) : "")).toUpperCase();
  let sum = 0;
  for (const letter of account) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return element("span", { class: `avatar tone-${sum % 6}`, text: shown, "aria-hidden": "true" });
}

/** The bot's own sign. */
export function botAvatar() {
  return element("img", { class: "avatar bot", src: "/static/luotsi.svg", alt: "" });
}

let texts = {};

/** Takes the page's words in the reader's language, as the server sent them. */
export function useTexts(words) {
  texts = words;
}

/** One of the page's words, its `{placeholders}` filled from `values`. An unknown key shows itself. */
export function t(key, values = {}) {
  const worded = texts[key] ?? key;
  return worded.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Fills every element that names one of the page's words in `data-text`, `data-label` or `data-hint`. */
export function wordElements(root) {
  for (const found of root.querySelectorAll("[data-text]")) found.textContent = t(found.dataset.text);
  for (const found of root.querySelectorAll("[data-label]")) found.setAttribute("aria-label", t(found.dataset.label));
  for (const found of root.querySelectorAll("[data-hint]")) found.placeholder = t(found.dataset.hint);
}

/** Says something for a moment at the foot of the page; screen readers hear it too. */
export function toast(text) {
  const shown = element("div", { class: "toast", text });
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), 7000);
}
