// The words of the page, which the server has put into it, and how dates are read in its language.

export const lang = document.documentElement.lang;

const texts = new Map();
for (const item of document.getElementById("words").content.querySelectorAll("[data-word]")) {
  texts.set(item.dataset.word, item.textContent);
}

/** Whether there is a word with this key. */
export function has(key) {
  return texts.has(key);
}

/** A word by its key, with {placeholders} filled. */
export function word(key, values = {}) {
  const text = texts.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A phrase that changes with a number. Browsers have no plural rules for Kazakh, so these are ours. */
export function counted(key, n, values = {}) {
  let form = n === 1 ? "one" : "other";
  if (lang === "ru") {
    const tens = n % 100;
    const ones = n % 10;
    if (ones === 1 && tens !== 11) form = "one";
    else if (ones >= 2 && ones <= 4 && (tens < 12 || tens > 14)) form = "few";
    else form = "many";
  }
  return word(`${key}_${form}`, { n, ...values });
}

/** An instant on the clocks of Kazakhstan, which are five hours ahead of UTC everywhere. */
function local(instant) {
  return new Date(new Date(instant).getTime() + 5 * 3600_000);
}

const two = (n) => String(n).padStart(2, "0");

/** A day as it is read: 22 November 2026. `day` is YYYY-MM-DD. */
export function longDay(day) {
  const [year, month, date] = day.split("-");
  return word("date_long", { day: Number(date), month: texts.get(`month.${month}`), year });
}

/** A day and the time in Kazakhstan: 22 November 2026, 14:05. */
export function dayAndTime(instant) {
  const at = local(instant);
  return `${longDay(at.toISOString().slice(0, 10))}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** The same in figures, to the second, for tables: 22.11.2026 14:05:07. */
export function inFigures(instant) {
  const at = local(instant);
  const day = `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

/** The instant at which a day of Kazakhstan is over. `day` is YYYY-MM-DD. */
export function endOf(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 19 * 3600_000).toISOString();
}
