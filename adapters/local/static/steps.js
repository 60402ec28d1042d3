// The first steps for somebody new: who to be and what to type next. Closed for good with one press.

import { byId, element, t } from "./dom.js";

const CLOSED = "luotsi.steps.closed";
const DONE = "luotsi.steps.done";

/** Starts the panel. `go(account, line)` becomes that person and puts the line into the composer. */
export function startSteps(steps, go) {
  const panel = byId("steps");
  const again = byId("steps-again");
  const show = (open) => {
    panel.hidden = !open || !steps.length;
    again.setAttribute("aria-expanded", String(!panel.hidden));
    if (open) draw(steps, go);
  };
  again.hidden = !steps.length;
  again.addEventListener("click", () => {
    localStorage.setItem(CLOSED, panel.hidden ? "" : "yes");
    show(panel.hidden);
  });
  byId("steps-close").addEventListener("click", () => {
    localStorage.setItem(CLOSED, "yes");
    show(false);
    again.focus();
  });
  show(localStorage.getItem(CLOSED) !== "yes");
}

function draw(steps, go) {
  const done = Number(localStorage.getItem(DONE) ?? 0);
  byId("steps-list").replaceChildren(...steps.map((step, at) => drawStep(step, at, done, steps, go)));
}

function drawStep(step, at, done, steps, go) {
  const take = () => {
    localStorage.setItem(DONE, String(Math.max(done, at + 1)));
    draw(steps, go);
    go(step.account, step.line);
  };
  const state = at < done ? "past" : at === done ? "now" : "";
  return element(
    "li",
    { class: state, "aria-current": at === done ? "step" : null },
    element("span", { class: "step-number", text: at < done ? "✓" : String(at + 1), "aria-hidden": "true" }),
    element(
      "div",
      { class: "step-words" },
      element("strong", { text: step.heading }),
      element("span", { text: t("page-step-who", { name: step.name }) }),
      element("code", { text: step.line }),
    ),
    element("button", {
      type: "button",
      class: "button",
      text: t("page-step-go"),
      "aria-label": `${t("page-step-go")}: ${step.heading}`,
      on: { click: take },
    }),
  );
}
