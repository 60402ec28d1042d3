// A form as a dialog in pages: what was typed is kept between pages, errors stand beside their fields.

import { byId, element, t } from "./dom.js";
import { drawField, problemOf, valueOf } from "./fields.js";

const drafts = new Map(); // what was typed into a form that was closed, by person and command line

/** Asks a question first. Resolves to whether the person said yes. */
export function ask(question, yes, style = "primary") {
  const dialog = byId("ask");
  byId("ask-question").textContent = question;
  const button = byId("ask-yes");
  button.textContent = yes;
  button.className = `button ${style === "normal" ? "primary" : style}`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/**
 * Opens `form` for `account`. `submit(line, values, files)` sends it and gives the next form (with errors), or null when done.
 * `people` fill the fields that ask for a person and bring no options.
 */
export function openForm(form, account, people, submit) {
  new OpenForm(form, account, people, submit).show(0);
}

class OpenForm {
  constructor(form, account, people, submit) {
    this.people = people;
    this.submit = submit;
    this.draft = `${account} ${form.line}`;
    this.dialog = byId("form");
    this.take(form);
    this.dialog.onclose = () => this.keep();
    byId("form-back").onclick = () => this.turn(-1);
    byId("form-close").onclick = () => this.dialog.close();
    byId("form-body").onsubmit = (event) => {
      event.preventDefault();
      this.forward();
    };
  }

  take(form) {
    this.form = form;
    this.errors = { ...form.errors };
    this.values = Object.fromEntries(form.pages.flat().map((field) => [field.name, field.value]));
    if (!Object.keys(form.errors).length) Object.assign(this.values, drafts.get(this.draft));
  }

  show(page) {
    this.page = page;
    const pages = this.form.pages.length;
    byId("form-title").textContent = this.form.title;
    byId("form-intro").textContent = page === 0 ? this.form.intro : "";
    byId("form-progress").textContent = pages > 1 ? t("page-form-progress", { page: page + 1, pages }) : "";
    byId("form-error").textContent = this.errors[""] ?? "";
    byId("form-meter").replaceChildren(
      ...(pages > 1 ? this.form.pages.map((_, at) => element("i", { class: at <= page ? "done" : "" })) : []),
    );
    byId("form-back").hidden = page === 0;
    byId("form-next").textContent = page === pages - 1 ? this.form.submit : t("page-form-next");
    byId("form-fields").replaceChildren(
      ...this.fields().map((field) => drawField(field, this.values[field.name], this.errors[field.name], this.people)),
    );
    if (!this.dialog.open) this.dialog.showModal();
    byId("form-scroll").scrollTop = 0;
    this.focus();
  }

  fields() {
    return this.form.pages[this.page] ?? [];
  }

  focus() {
    const wrong = byId("form-fields").querySelector("[aria-invalid=true]");
    const first = wrong ?? byId("form-fields").querySelector("input, select, textarea") ?? byId("form-next");
    first.focus();
  }

  async read() {
    for (const field of this.fields()) this.values[field.name] = await valueOf(field);
  }

  keep() {
    if (this.sent) drafts.delete(this.draft);
    else this.read().then(() => drafts.set(this.draft, { ...this.values }));
  }

  async turn(by) {
    await this.read();
    this.show(this.page + by);
  }

  async forward() {
    await this.read();
    for (const field of this.fields()) {
      const problem = problemOf(field, this.values[field.name]);
      if (problem) this.errors[field.name] = problem;
      else delete this.errors[field.name];
    }
    if (this.fields().some((field) => this.errors[field.name])) this.show(this.page);
    else if (this.page < this.form.pages.length - 1) this.show(this.page + 1);
    else await this.send();
  }

  async send() {
    const button = byId("form-next");
    button.disabled = true;
    try {
      const next = await this.submit(this.form.line, ...this.split());
      if (next) this.again(next);
      else this.finish();
    } catch (problem) {
      byId("form-error").textContent = problem.message;
    } finally {
      button.disabled = false;
    }
  }

  /** The answers as texts, and the chosen files apart from them. */
  split() {
    const files = this.form.pages.flat().filter((field) => field.kind === "file").map((field) => field.name);
    const texts = Object.entries(this.values).filter(([name]) => !files.includes(name));
    return [Object.fromEntries(texts), Object.fromEntries(files.map((name) => [name, this.values[name]]))];
  }

  again(form) {
    const same = form.line === this.form.line;
    if (!same) drafts.delete(this.draft);
    this.draft = this.draft.split(" ", 1) + " " + form.line;
    this.take(form);
    const wrong = form.pages.findIndex((page) => page.some((field) => form.errors[field.name]));
    this.show(same ? Math.max(wrong, 0) : 0);
  }

  finish() {
    this.sent = true;
    this.dialog.close();
  }
}
