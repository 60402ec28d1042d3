// Who you are: a button that opens a searchable list of people.

import { avatar, byId, element, t } from "./dom.js";

/** Starts the picker. `choose(account)` is called when somebody else is picked. */
export function startPeople(choose) {
  return new PeoplePicker(choose);
}

class PeoplePicker {
  constructor(choose) {
    Object.assign(this, { choose, people: [], shown: [], me: null, at: 0 });
    this.button = byId("me");
    this.panel = byId("people");
    this.search = byId("people-search");
    this.list = byId("people-list");
    this.button.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    this.search.addEventListener("input", () => this.filter());
    this.search.addEventListener("keydown", (event) => this.key(event));
    this.panel.addEventListener("focusout", (event) => {
      if (!this.panel.contains(event.relatedTarget) && event.relatedTarget !== this.button) this.close();
    });
  }

  /** Takes the list of people and who of them is at the keys. */
  use(people, me) {
    Object.assign(this, { people, me });
    this.button.replaceChildren(
      avatar(me.account, me.name),
      element(
        "span",
        { class: "me-words" },
        element("span", { class: "me-label", text: t("page-you-are") }),
        element("strong", { text: me.name, dir: "auto" }),
        element("span", { class: "me-about", text: me.about, dir: "auto" }),
      ),
      element("span", { class: "chevron", "aria-hidden": "true" }),
    );
  }

  open() {
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.search.value = "";
    this.filter();
    this.search.focus();
  }

  close(refocus = false) {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (refocus) this.button.focus();
  }

  filter() {
    const wanted = plain(this.search.value);
    this.shown = this.people.filter((person) => plain(`${person.name} ${person.about}`).includes(wanted));
    this.at = Math.max(0, wanted ? 0 : this.shown.findIndex((person) => person.account === this.me.account));
    const drawn = this.shown.map((person, at) => this.draw(person, at));
    const none = element("li", { class: "none", text: t("page-nobody-found") });
    this.list.replaceChildren(...(drawn.length ? drawn : [none]));
    this.mark();
  }

  draw(person, at) {
    const mine = person.account === this.me.account;
    return element(
      "li",
      {
        role: "option",
        id: `person-${at}`,
        class: mine ? "mine" : "",
        on: { mousedown: (event) => event.preventDefault(), click: () => this.take(at) },
      },
      avatar(person.account, person.name),
      element("span", { class: "person-name", text: person.name, dir: "auto" }),
      element("span", { class: "person-about", text: person.about, dir: "auto" }),
    );
  }

  mark() {
    if (!this.shown.length) return this.search.removeAttribute("aria-activedescendant");
    [...this.list.children].forEach((shown, at) => shown.setAttribute("aria-selected", String(at === this.at)));
    this.search.setAttribute("aria-activedescendant", `person-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  take(at) {
    const person = this.shown[at];
    if (!person) return;
    this.close(true);
    if (person.account !== this.me.account) this.choose(person.account);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step) this.at = Math.min(Math.max(this.at + step, 0), this.shown.length - 1);
    else if (event.key === "Enter") this.take(this.at);
    else if (event.key === "Escape") this.close(true);
    else return;
    event.preventDefault();
    if (step) this.mark();
  }
}

/** Without case and accents, so that "makela" finds Mäkelä. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
