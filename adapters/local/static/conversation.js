// What was said in one place: new messages join at the end, a changed one is drawn anew where it stands.

import { byId, element, t } from "./dom.js";
import { drawMessage } from "./draw.js";
import { dayKey, longDay } from "./times.js";

const CLOSE_MINUTES = 5; // messages of one author so close together share one byline

export class Conversation {
  constructor(actions) {
    this.actions = actions;
    this.scroll = byId("scroll");
    this.log = byId("log");
    this.account = "";
    this.messages = new Map();
    this.latest = 0;
    this.atEnd = true;
    this.expecting = false;
    this.scroll.addEventListener("scroll", () => (this.atEnd = this.nearEnd()));
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroll);
  }

  nearEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 80;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.atEnd = true;
  }

  /** Empties itself for another place or another person. */
  open(place, account) {
    Object.assign(this, { place, account, messages: new Map(), latest: 0, atEnd: true, expecting: false });
    this.log.replaceChildren();
  }

  /** What comes next answers something the person did here, so it is shown wherever they have scrolled to. */
  expect() {
    this.expecting = true;
  }

  /** Takes messages, new or changed. Two fetches may bring the same one: the later is no answer to anything. */
  take(fetched) {
    const first = !this.messages.size;
    const messages = fetched.filter((message) => !(this.messages.get(message.id)?.version >= message.version));
    const shown = messages.filter((message) => this.expecting || !this.messages.has(message.id));
    const reveal = this.atEnd || this.expecting || first;
    for (const message of messages) this.put(message);
    if (!this.messages.size) this.log.replaceChildren(element("p", { class: "empty", text: t(`page-empty-${this.place.kind}`) }));
    if (reveal && shown.length) this.reveal(this.drawn(first ? shown.at(-1) : shown[0]));
    if (messages.some((message) => message.author?.account !== this.account)) this.expecting = false;
  }

  drawn(message) {
    return this.log.querySelector(`[data-id="${message.id}"]`);
  }

  /** Scrolls to the end, but not past the beginning of what is new. */
  reveal(article) {
    this.toEnd();
    const above = this.scroll.getBoundingClientRect().top - article.getBoundingClientRect().top;
    if (above > 0) this.scroll.scrollTop -= above + 8;
  }

  put(message) {
    const known = this.messages.get(message.id);
    this.latest = Math.max(this.latest, message.version);
    this.messages.set(message.id, message);
    if (known) {
      this.replace(message);
      return;
    }
    this.log.querySelector(".empty")?.remove();
    this.log.append(...this.drawNext(message));
  }

  replace(message) {
    const old = this.drawn(message);
    const drawn = drawMessage(message, old.classList.contains("follows"), this.actions);
    const focused = old.contains(document.activeElement);
    old.replaceWith(drawn);
    drawn.classList.add("fresh");
    if (focused) drawn.querySelector("button, select, a")?.focus();
  }

  drawNext(message) {
    const before = [...this.messages.values()].at(-2);
    const newDay = !before || dayKey(before.at) !== dayKey(message.at);
    const follows = !newDay && sameVoice(before, message);
    const drawn = drawMessage(message, follows, this.actions);
    if (!newDay) return [drawn];
    return [element("h3", { class: "day" }, element("span", { text: longDay(message.at) })), drawn];
  }
}

function sameVoice(before, message) {
  const apart = (new Date(message.at) - new Date(before.at)) / 60000;
  const same = before.author?.account === message.author?.account && before.private === message.private;
  return same && apart < CLOSE_MINUTES;
}
