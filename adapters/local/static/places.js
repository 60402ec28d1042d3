// The left column: where you can go, and how much is unread there.

import { byId, element, t } from "./dom.js";

const KINDS = ["bot", "channel", "pair"];

/** Draws the places in their three groups; `go(id)` is called when one is pressed. */
export function drawPlaces(places, current, go) {
  const focused = document.activeElement?.dataset?.place;
  const groups = KINDS.map((kind) => places.filter((place) => place.kind === kind)).map((found, at) =>
    found.length ? drawGroup(KINDS[at], found, current, go) : null,
  );
  byId("places").replaceChildren(...groups.filter(Boolean));
  if (focused) byId("places").querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  const elsewhere = places.reduce((sum, place) => sum + (place.id === current ? 0 : place.unread), 0);
  byId("drawer-open").classList.toggle("has-unread", elsewhere > 0);
}

function drawGroup(kind, places, current, go) {
  const heading = element("h2", { id: `places-${kind}`, text: t(`page-places-${kind}`) });
  const list = element("ul", { "aria-labelledby": heading.id });
  list.append(...places.map((place) => element("li", {}, drawPlace(place, current, go))));
  return element("section", {}, heading, list);
}

function drawPlace(place, current, go) {
  const unread = place.id === current ? 0 : place.unread;
  return element(
    "button",
    {
      type: "button",
      class: unread ? "place unread" : "place",
      "data-place": place.id,
      "aria-current": place.id === current ? "page" : null,
      on: { click: () => go(place.id) },
    },
    element("span", { class: `place-sign ${place.kind}`, "aria-hidden": "true" }),
    element("span", { class: "place-words", text: place.name, dir: "auto" }),
    unread ? element("span", { class: "badge", text: String(unread), "aria-label": t("page-unread", { count: unread }) }) : null,
  );
}

/** On a narrow screen the left column is a drawer. */
export function startDrawer() {
  const open = byId("drawer-open");
  const narrow = matchMedia("(max-width: 760px)");
  const set = (shown) => {
    document.body.classList.toggle("drawer", shown);
    open.setAttribute("aria-expanded", String(shown));
    byId("side").inert = narrow.matches && !shown;
    byId("main").inert = narrow.matches && shown;
  };
  open.addEventListener("click", () => {
    set(true);
    byId("me").focus();
  });
  byId("veil").addEventListener("click", () => set(false));
  byId("side").addEventListener("keydown", (event) => event.key === "Escape" && set(false));
  narrow.addEventListener("change", () => set(false));
  set(false);
  return { close: () => set(false) };
}
