// The words of a page that the server writes itself: it has put them into templates, one a language.

/** The language of the page; whoever imports it sees it change. */
export let lang = document.documentElement.lang;

const texts = new Map();
for (const { lang, content } of document.querySelectorAll("template.words")) {
  const items = [...content.querySelectorAll("[data-word]")];
  texts.set(lang, new Map(items.map((item) => [item.dataset.word, item.textContent])));
}

/** Speaks another language from now on, of those that are on the page. */
export function speak(next) {
  lang = next;
  document.documentElement.lang = next;
}

/** Whether there is a word with this key. */
export function has(key) {
  return texts.get(lang).has(key);
}

/** A word by its key, with {placeholders} filled. */
export function word(key, values = {}) {
  const text = texts.get(lang).get(key) ?? key;
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
