// The page: who you are, where you are, what was said, and what to do when something is pressed, typed or arrives.

import { byId, t, toast, useTexts, wordElements } from "./dom.js";
import { listenTo, post, read } from "./server.js";
import { showClock, startClock } from "./clock.js";
import { startComposer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { openForm } from "./forms.js";
import { startPeople } from "./people.js";
import { drawPlaces, startDrawer } from "./places.js";
import { startSteps } from "./steps.js";
import { useZone } from "./times.js";

const now = { me: null, people: [], places: [], place: null };
let stopListening = () => {};
let composer;
let picker;
let drawer;
const conversation = new Conversation({ press });

async function start() {
  const asked = new URLSearchParams(location.search);
  const known = await read("/api/me", { as: asked.get("as") ?? "" });
  useTexts(known.texts);
  useZone(known.zone, known.language);
  wordElements(document);
  picker = startPeople(become);
  composer = startComposer(() => now.me.account, say);
  drawer = startDrawer();
  startClock(known.clock);
  await settle(known, asked.get("place"));
  startSteps(known.steps, stepTo);
  document.body.dataset.ready = "yes";
}

async function settle(known, place) {
  Object.assign(now, { me: known.me, people: known.people });
  picker.use(known.people, known.me);
  stopListening();
  await loadPlaces();
  await goTo((now.places.find((found) => found.id === place) ?? now.places[0]).id);
  stopListening = listenTo(now.me.account, {
    message: onMessage,
    places: loadPlaces,
    clock: showClock,
    up: onUp,
    down: () => (byId("offline").hidden = false),
  });
}

async function become(account) {
  await settle(await read("/api/me", { as: account }), now.place?.id);
}

async function stepTo(account, line) {
  if (account !== now.me.account) await become(account);
  composer.fill(line);
}

async function loadPlaces() {
  now.places = (await read("/api/places", { as: now.me.account })).places;
  showPlaces();
}

function showPlaces() {
  drawPlaces(now.places, now.place?.id, goTo);
}

async function goTo(id) {
  now.place = now.places.find((place) => place.id === id) ?? now.places[0];
  const address = new URLSearchParams({ as: now.me.account, place: now.place.id });
  history.replaceState(null, "", `?${address}`);
  byId("place-name").textContent = now.place.name;
  byId("place-about").textContent = now.place.about;
  byId("place-kind").className = `place-sign ${now.place.kind}`;
  document.title = `${now.place.name} · ${t("page-title")}`;
  composer.invite(now.place);
  conversation.open(now.place, now.me.account);
  drawer.close();
  await fetchMessages();
}

async function fetchMessages() {
  const { id } = now.place;
  const after = conversation.latest;
  const answer = await read("/api/messages", { as: now.me.account, place: id, after });
  if (now.place.id !== id || conversation.account !== now.me.account) return;
  conversation.take(answer.messages);
  now.place.unread = 0;
  showPlaces();
  if (conversation.latest > after) await post("/api/read", { as: now.me.account, place: id, upto: conversation.latest });
}

async function onMessage(event) {
  if (event.place === now.place.id && !document.hidden) return fetchMessages().catch(tell);
  return loadPlaces().catch(tell);
}

async function onUp() {
  byId("offline").hidden = true;
  await Promise.all([fetchMessages(), loadPlaces()]).catch(tell);
}

function tell(problem) {
  toast(problem.message);
}

/** Follows an answer: a form opens, a message is fetched. */
async function follow(answer) {
  if (answer.form) openForm(answer.form, now.me.account, now.people, submit);
  await fetchMessages();
}

async function say(text) {
  conversation.expect();
  try {
    await follow(await post("/api/say", { as: now.me.account, place: now.place.id, text }));
    return true;
  } catch (problem) {
    tell(problem);
    return false;
  }
}

async function press(line, button) {
  button.disabled = true;
  conversation.expect();
  try {
    await follow(await post("/api/press", { as: now.me.account, place: now.place.id, line }));
  } catch (problem) {
    tell(problem);
  } finally {
    button.disabled = false;
  }
}

async function submit(line, values, files) {
  conversation.expect();
  const answer = await post("/api/submit", { as: now.me.account, place: now.place.id, line, values, files });
  if (!answer.form) await fetchMessages();
  return answer.form ?? null;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && now.place) fetchMessages().catch(tell);
});
start().catch(tell);
