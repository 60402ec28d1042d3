// Draws one message of the conversation. `actions` has `press(line, button)` for every control.

import { avatar, botAvatar, element, t } from "./dom.js";
import { clockTime } from "./times.js";
import { ask } from "./forms.js";

/** A message, what somebody typed or what the bot said, as one article. `follows`: same author as just before. */
export function drawMessage(message, follows, actions) {
  const body = message.author ? [spoken(message)] : said(message, actions);
  const classes = ["message"];
  if (follows) classes.push("follows");
  if (!message.author) classes.push("from-bot");
  if (message.private && !message.author) classes.push("private");
  return element(
    "article",
    { class: classes.join(" "), "data-id": message.id },
    message.author ? avatar(message.author.account, message.author.name) : botAvatar(),
    element("div", { class: "message-body" }, privateMark(message), byline(message), body),
  );
}

function privateMark(message) {
  if (!message.private || message.author) return null;
  return element("p", { class: "private-mark", text: t("page-private") });
}

function byline(message) {
  const name = message.author ? message.author.name : t("page-bot-name");
  return element(
    "p",
    { class: "byline" },
    element("strong", { text: name, dir: "auto" }),
    message.author ? null : element("span", { class: "tag", text: t("page-bot-tag") }),
    element("time", { dateTime: message.at, text: clockTime(message.at) }),
    message.changed ? element("span", { class: "changed", text: t("page-changed") }) : null,
  );
}

function spoken(message) {
  const line = message.message.text.startsWith("/");
  return element(line ? "code" : "p", { class: line ? "line" : "text", text: message.message.text, dir: "auto" });
}

function said(message, actions) {
  const content = message.message;
  const plain = !content.title && !content.sections.length && !content.buttons.length && !content.choice;
  return element(
    "div",
    { class: plain ? "said" : "said card" },
    content.title ? element("h3", { text: content.title, dir: "auto" }) : null,
    content.text ? element("p", { class: "text", text: content.text, dir: "auto" }) : null,
    content.sections.map((section) => drawSection(section, actions)),
    content.choice ? drawChoice(content.choice, actions) : null,
    drawButtons(content.buttons, actions),
    content.files.map(drawFile),
  );
}

function drawSection(section, actions) {
  const facts = section.facts.flatMap(([label, value]) => [
    element("dt", { text: label, dir: "auto" }),
    element("dd", { text: value, dir: "auto" }),
  ]);
  return element(
    "section",
    {},
    section.heading ? element("h4", { text: section.heading, dir: "auto" }) : null,
    section.text ? element("p", { class: "text", text: section.text, dir: "auto" }) : null,
    facts.length ? element("dl", {}, facts) : null,
    drawButtons(section.buttons, actions),
  );
}

function drawButtons(buttons, actions) {
  if (!buttons.length) return null;
  return element("div", { class: "buttons" }, buttons.map((button) => drawButton(button, actions)));
}

function drawButton(button, actions) {
  const made = element("button", { type: "button", class: `button ${button.style}`, text: button.label, dir: "auto" });
  made.addEventListener("click", async () => {
    if (button.confirm && !(await ask(button.confirm, button.label, button.style))) return;
    await actions.press(button.line, made);
  });
  return made;
}

function drawChoice(choice, actions) {
  const empty = element("option", { value: "", text: t("page-choose") });
  const options = choice.options.map((option) => element("option", { value: option.value, text: option.label }));
  const menu = element("select", {}, empty, options);
  const go = element("button", { type: "button", class: "button primary", text: t("page-choose-go"), disabled: true });
  menu.addEventListener("change", () => (go.disabled = !menu.value));
  go.addEventListener("click", () => actions.press(`${choice.line} ${menu.value}`, go));
  return element(
    "div",
    { class: "choice" },
    element("label", {}, element("span", { text: choice.label, dir: "auto" }), menu),
    go,
  );
}

function drawFile(file) {
  const size = file.size < 1024 ? `${file.size} B` : `${Math.ceil(file.size / 1024)} kB`;
  return element(
    "a",
    { class: "file", href: file.address, download: file.name },
    element("span", { class: "file-sign", "aria-hidden": "true" }),
    element("span", { class: "file-name", text: file.name, dir: "auto" }),
    element("span", { class: "file-size", text: size }),
  );
}
