// The page of people to try.

import { element, getJson, inbox, phoneHref, role, say, shownPhone, startInbox, unread } from "./common.js";
import { counted, lang, word } from "./words.js";

const room = role("people");
const search = document.getElementById("search");
let cards = [];

/** Copies a number, or marks it where the browser does not allow copying. */
async function copy(number, shown) {
  try {
    await navigator.clipboard.writeText(number);
    say(word("people.copied", { number }));
  } catch {
    getSelection().selectAllChildren(shown);
    say(word("people.not_copied"));
  }
}

/** A number with a button that copies it. */
function number(value) {
  const shown = element("code", {}, value);
  const button = element("button", { type: "button", class: "copy", "aria-label": word("people.copy_label", { number: value }) }, word("people.copy"));
  button.addEventListener("click", () => copy(value, shown));
  return element("span", { class: "number" }, shown, button);
}

function row(label, ...value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

function telephone(phone) {
  if (!phone) return element("span", { class: "soft" }, word("people.no_phone"));
  const link = element("a", { href: phoneHref(phone) }, shownPhone(phone));
  return element("span", {}, link, " ", element("span", { class: "count", "data-phone": phone, hidden: true }));
}

function rules(person) {
  if (person.shows.length + person.later.length === 0) return null;
  const list = element("ul", { class: "rules", "aria-label": word("people.rules") });
  for (const rule of person.shows) list.append(element("li", {}, rule));
  for (const rule of person.later) list.append(element("li", { class: "later" }, `${rule} `, element("small", {}, word("people.rules_later"))));
  return list;
}

function journey(of) {
  if (!of) return null;
  const rows = element("dl", { class: "rows" });
  rows.append(row(word("journey.service"), word(`service.${of.service}`)));
  if (of.term) rows.append(row(word("journey.term"), of.term[lang]));
  if (of.reason) rows.append(row(word("journey.reason"), word(`reason.${of.reason}`)));
  rows.append(row(word("journey.subject"), of.subject ? of.subject.name : word("journey.myself")));
  rows.append(row(word("journey.owns"), word(`journey.owns_${of.state_rental ? "state" : of.ownership}`)));
  rows.append(row(word("journey.dwelling"), of.address[lang]));
  rows.append(row(word("journey.rca"), number(of.rca)));
  if (of.owner) {
    rows.append(row(word("journey.owner"), element("span", { class: "soft" }, of.owner.name[lang]), " ", number(of.owner.id)));
    if (of.relation_to_owner) rows.append(row(word("journey.relation"), word(`journey.relation_${of.relation_to_owner}`)));
  }
  return element("details", {}, element("summary", {}, word("journey.title")), rows);
}

function signIn(person) {
  if (!person.phone || !(person.journey || person.role)) return null;
  const link = element("a", { class: "button", href: person.role ? "/staff" : "/sign-in", target: "_blank", rel: "noopener" }, word("people.sign_in"), element("span", { "aria-hidden": "true" }, " ↗"), element("span", { class: "hidden" }, `: ${person.name} (${word("nav.new_tab")})`));
  link.addEventListener("click", () => copy(person.iin, link.closest("article").querySelector("code")));
  return element("p", { class: "actions" }, link);
}

function card(person) {
  const facts = element("dl", { class: "facts" });
  facts.append(row(word("people.iin"), number(person.iin)));
  facts.append(row(word("people.phone"), telephone(person.phone)));
  const about = `${counted("age.years", person.age)}, ${word(person.eds ? "people.eds" : "people.no_eds")}`;
  const made = element(
    "article",
    { class: "person", id: person.key, "aria-labelledby": `name-${person.key}` },
    element("header", {}, element("h3", { id: `name-${person.key}` }, person.name), rules(person)),
    element("p", { class: "soft" }, about),
    element("p", {}, person.try[lang]),
    facts,
    signIn(person),
    journey(person.journey),
  );
  return { made, words: searchable(person) };
}

function organisation(of) {
  const facts = element("dl", { class: "facts" });
  facts.append(row(word("people.bin"), number(of.bin)));
  facts.append(row(word("people.phone"), telephone(of.phone)));
  const id = `name-${of.bin}`;
  const made = element("article", { class: "person", "aria-labelledby": id }, element("header", {}, element("h3", { id }, of.name[lang])), facts);
  return { made, words: searchable(of) };
}

const FOLDED = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и", й: "и", ё: "е" };

/** Small letters without those that a Russian keyboard lacks. */
function folded(text) {
  return text.toLowerCase().replace(/[әғқңөұүһійё]/g, (letter) => FOLDED[letter]);
}

function searchable(of) {
  const parts = [of.iin, of.bin, of.phone, of.key, ...(of.shows ?? []), ...(of.later ?? [])];
  for (const texts of [of.try, of.journey?.address, ...(of.dwellings ?? []).map((dwelling) => dwelling.address)]) {
    if (texts) parts.push(...Object.values(texts));
  }
  parts.push(typeof of.name === "string" ? of.name : Object.values(of.name).join(" "));
  return folded(parts.filter(Boolean).join(" "));
}

function section(title, lead, its) {
  const id = `group-${cards.length}`;
  const grid = element("div", { class: "cards" }, ...its.map(({ made }) => made));
  cards.push(...its);
  room.append(element("section", { "aria-labelledby": id, class: "group" }, element("h2", { id }, title), lead ? element("p", { class: "hint" }, lead) : null, grid));
}

/** A rule is searched as a whole word, so that R1 does not find R16. */
function fits(words, wanted) {
  return wanted.every((part) => (/^r\d+$/.test(part) ? words.split(" ").includes(part) : words.includes(part)));
}

function filter() {
  const wanted = folded(search.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { made, words } of cards) {
    made.hidden = !fits(words, wanted);
    if (!made.hidden) shown += 1;
  }
  for (const group of room.querySelectorAll(".group")) {
    group.hidden = group.querySelectorAll(".person:not([hidden])").length === 0;
  }
  role("found").textContent = wanted.length === 0 ? "" : shown === 0 ? word("people.found_none") : word("people.found", { n: shown });
}

function showUnread() {
  for (const badge of room.querySelectorAll("[data-phone]")) {
    const n = unread(badge.dataset.phone);
    badge.hidden = n === 0;
    badge.replaceChildren(element("span", { "aria-hidden": "true" }, String(n)), element("span", { class: "hidden" }, counted("phone.unread", n)));
  }
}

async function start() {
  try {
    const { people, organisations } = await getJson("/sandbox/api/people");
    const groups = new Map();
    for (const person of people) groups.set(person.group, [...(groups.get(person.group) ?? []), person]);
    for (const [group, its] of groups) section(word(`group.${group}`), null, its.map(card));
    section(word("people.organisations"), word("people.organisations_lead"), organisations.map(organisation));
  } catch {
    room.append(element("p", { class: "failed", role: "alert" }, word("people.failed")));
    return;
  }
  search.addEventListener("input", filter);
  inbox.changed = showUnread;
  startInbox();
}

start();
