// Dates and times as they are read, on the clocks of Kazakhstan.

import { word } from "./words.js";

/** An instant on the clocks of Kazakhstan, which are five hours ahead of UTC everywhere. */
function local(instant) {
  return new Date(new Date(instant).getTime() + 5 * 3600_000);
}

const two = (n) => String(n).padStart(2, "0");

/** A day as it is read: 22 November 2026. `day` is YYYY-MM-DD. */
export function longDay(day) {
  const [year, month, date] = day.split("-");
  return word("date_long", { day: Number(date), month: word(`month.${month}`), year });
}

/** The time of day: 14:05. */
export function timeOfDay(instant) {
  const at = local(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** A day and the time: 22 November 2026, 14:05. */
export function dayAndTime(instant) {
  return `${longDay(local(instant).toISOString().slice(0, 10))}, ${timeOfDay(instant)}`;
}

/** The same in figures, to the second, for tables: 22.11.2026 14:05:07. */
export function inFigures(instant) {
  const at = local(instant);
  const day = `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`;
  return `${day} ${timeOfDay(instant)}:${two(at.getUTCSeconds())}`;
}

/** The instant at which a day of Kazakhstan is over. `day` is YYYY-MM-DD. */
export function endOf(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 19 * 3600_000).toISOString();
}
