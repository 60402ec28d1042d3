// Talks with the server: plain JSON over fetch, and a stream of events that comes back by itself.

/** What the server refused, in words for the person. */
export class Refused extends Error {}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error || `${response.status} ${response.statusText}`);
  return body;
}

/** Reads `path` with the given query parameters. */
export async function read(path, parameters = {}) {
  return answerOf(await fetch(`${path}?${new URLSearchParams(parameters)}`, { cache: "no-store" }));
}

/** Posts a JSON body to `path`. */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answerOf(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/**
 * Listens to the events meant for `account`. `handlers` has one function an event name, and `up` / `down` for the
 * state of the connection. `up` is called after each (re)connection: the reader then fetches what it missed.
 * Returns a function that stops listening.
 */
export function listenTo(account, handlers) {
  let source = null;
  let stopped = false;
  let waiting = 0;
  let pause = 1000;

  function open() {
    source = new EventSource(`/api/events?${new URLSearchParams({ as: account })}`);
    source.addEventListener("open", () => {
      pause = 1000;
      handlers.up();
    });
    for (const name of ["message", "places", "clock"]) {
      source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
    }
    source.addEventListener("error", again);
  }

  function again() {
    handlers.down();
    source.close();
    if (stopped) return;
    waiting = setTimeout(open, pause);
    pause = Math.min(pause * 2, 15000);
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(waiting);
    source.close();
  };
}
