// Dates and times as people read them, in the programme's time zone.

let zone = "UTC";
let language = "en-GB";

/** Sets the IANA zone and the language that every later answer uses. */
export function useZone(newZone, newLanguage) {
  zone = newZone;
  if (newLanguage) language = newLanguage === "en" ? "en-GB" : newLanguage; // the day before the month
}

const format = (iso, options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(new Date(iso));

/** "14:05" */
export const clockTime = (iso) => format(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "Tuesday 3 March 2026" */
export const longDay = (iso) => format(iso, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "Tue 3 Mar 2026" */
export const shortDay = (iso) => format(iso, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "2026-03-03", to compare days in the programme's zone. */
export const dayKey = (iso) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(iso),
  );

/** "Europe/Helsinki" */
export const zoneName = () => zone.replaceAll("_", " ");
