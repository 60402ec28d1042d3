// The bar that moves the demonstration's clock.

import { byId, t, toast } from "./dom.js";
import { post } from "./server.js";
import { clockTime, shortDay, zoneName } from "./times.js";

/** Starts the bar with the clock as the server told it; `null` where the clock is the real one. */
export function startClock(clock) {
  byId("clock").hidden = !clock;
  if (!clock) return;
  for (const button of byId("clock-steps").querySelectorAll("button")) {
    button.addEventListener("click", () => move(button.value));
  }
  showClock(clock);
}

/** Shows the time and whether the clock is moving. */
export function showClock(clock) {
  byId("clock-day").textContent = shortDay(clock.now);
  byId("clock-time").textContent = clockTime(clock.now);
  byId("clock-zone").textContent = zoneName();
  byId("clock").classList.toggle("moving", clock.moving);
  byId("clock-state").textContent = clock.moving ? t("page-clock-moving") : "";
  for (const button of byId("clock-steps").querySelectorAll("button")) button.disabled = clock.moving;
}

async function move(step) {
  try {
    const moved = await post("/api/clock", { step });
    showClock(moved);
    if (moved.sent) toast(t("page-clock-sent", { count: moved.sent }));
    else if (step === "next") toast(t("page-clock-nothing"));
  } catch (problem) {
    toast(problem.message);
  }
}
