// The words of the service, read from the files that page and server are built from, so that a
// test names a thing as its reader sees it in any of the three languages.
import { readFileSync } from "node:fs";

const LOCALES = new URL("../../../locales/", import.meta.url);
const FILES = ["common", "page", "account", "rules", "server", "sandbox", "staff"];

export const LANGUAGES = ["kk", "ru", "en"];
export const PRODUCT = "Tirkeu";

/**
 * The words of a language: `w("page.start.heading")`, with `{name}` filled from `values`.
 * A phrase for a number is `w.counted("common.months", 6)`.
 */
export function words(lang) {
  const texts = read(lang);
  const plurals = new Intl.PluralRules(lang);
  const say = (key, values = {}) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no word ${key} in ${lang}`);
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
  say.lang = lang;
  say.counted = (key, n, values = {}) => {
    const form = `${key}_${plurals.select(n)}`;
    return say(texts.has(form) ? form : `${key}_other`, { n, ...values });
  };
  return say;
}

/** The entries `key = "text"` under their `[section]`s, as `file.section.key`. */
function read(lang) {
  const texts = new Map();
  for (const file of FILES) {
    let section = "";
    for (const line of readFileSync(new URL(`${lang}/${file}.toml`, LOCALES), "utf8").split("\n")) {
      const heading = line.match(/^\[([^\]]+)\]/);
      if (heading) section = `${heading[1]}.`;
      const entry = line.match(/^([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*")/);
      if (entry) texts.set(`${file}.${section}${entry[1]}`, JSON.parse(entry[2]));
    }
  }
  return texts;
}
