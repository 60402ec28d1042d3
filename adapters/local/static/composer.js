// The line at the foot: words among people, or a command with completion.

import { byId, element, t } from "./dom.js";
import { read } from "./server.js";

/** Starts the composer. `send(text)` resolves to true when the line may be cleared; `who()` gives the account. */
export function startComposer(who, send) {
  const composer = new Composer(byId("line"), byId("completions"), who, send);
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    composer.sendLine();
  });
  return composer;
}

class Composer {
  constructor(input, list, who, send) {
    Object.assign(this, { input, list, who, send, offers: [], at: -1, asked: 0, sending: false });
    input.addEventListener("input", () => this.complete());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  /** Puts a line there for the person to read, change and send. */
  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.close();
  }

  async complete() {
    const text = this.input.value;
    const mine = ++this.asked;
    if (!text.startsWith("/")) return this.close();
    const answer = await read("/api/complete", { as: this.who(), text }).catch(() => ({ offers: [] }));
    if (mine !== this.asked || document.activeElement !== this.input) return; // a later keystroke asked again
    this.show(answer.offers);
  }

  show(offers) {
    this.offers = offers;
    this.at = offers.length ? 0 : -1;
    this.list.replaceChildren(...offers.map((offer, at) => this.draw(offer, at)));
    this.list.hidden = !offers.length;
    byId("completion-help").hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(Boolean(offers.length)));
    this.mark();
  }

  draw(offer, at) {
    const shown = element(
      "li",
      { role: "option", id: `offer-${at}` },
      element("span", { class: "offer-line" }, element("b", { text: offer.line }), ` ${offer.parameters}`),
      element("span", { class: "offer-about", text: offer.about }),
    );
    shown.addEventListener("mousedown", (event) => {
      event.preventDefault(); // keeps the focus in the line
      this.at = at;
      this.take();
    });
    return shown;
  }

  mark() {
    [...this.list.children].forEach((shown, at) => shown.setAttribute("aria-selected", String(at === this.at)));
    if (this.at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `offer-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.asked += 1;
    this.show([]);
  }

  take() {
    const offer = this.offers[this.at];
    if (!offer || (this.whole() && this.input.value.trim() !== offer.line)) return; // arguments are being typed
    this.input.value = `${offer.line} `;
    this.input.focus();
    this.complete();
  }

  key(event) {
    if (!this.offers.length || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + this.offers.length) % this.offers.length;
    else if (event.key === "Tab" && !event.shiftKey) this.take();
    else if (event.key === "Enter" && !this.whole()) this.take();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    this.mark();
  }

  /** Whether the line already holds the marked offer: then Enter sends instead of completing. */
  whole() {
    return this.input.value.trim().startsWith(this.offers[this.at].line);
  }

  async sendLine() {
    const text = this.input.value.trim();
    if (!text || this.sending) return;
    this.close();
    this.sending = true;
    if (await this.send(text)) this.input.value = "";
    this.sending = false;
    this.input.focus();
  }

  /** Says what the line is for in this place. */
  invite(place) {
    this.input.placeholder = t(`page-line-${place.kind}`, { place: place.name });
  }
}
