// The phones: who has one, what arrived, what is answered, and what eGov Mobile signs.

import { element, getJson, inbox, localTime, markRead, phoneHref, postJson, role, say, shownPhone, startInbox, unread } from "./common.js";
import { putAway, showScanner } from "./scan.js";
import { counted, lang, word } from "./words.js";

const phones = new Map();
const keys = new Map();
const iins = new Map();
const search = document.getElementById("search");
const input = document.getElementById("text");
const log = role("log");
let chosen = null;
let drawn = 0;
// Names the reply that is being sent, so that sending it again after a lost connection does not double it.
let draft = { text: null, id: null };

function newId() {
  return `reply-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The number in the page's address; a plus arrives as a space. */
function asked() {
  const number = new URLSearchParams(location.search).get("number")?.replace(/\D/g, "");
  return number ? `+${number.replace(/^8(?=\d{10}$)/, "7")}` : null;
}

/** Text with its addresses as links, made of nodes so that nothing in it is read as HTML. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    parts.push(text.slice(from, match.index));
    parts.push(element("a", { href: match[0], target: "_blank", rel: "noopener" }, match[0], element("span", { class: "hidden" }, ` (${word("nav.new_tab")})`)));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** The answers that a message asks for, in its own language: YES 4821, NO 4821. */
function answers(text) {
  const found = text.match(/(?<!\p{L})(YES|NO|ДА|НЕТ|ИӘ|ЖОҚ) \d{4}(?!\d)/gu) ?? [];
  return [...new Set(found)];
}

function bubble(message) {
  const { day, time } = localTime(message.at);
  return element(
    "article",
    { class: message.reply ? "bubble mine" : "bubble" },
    element("p", {}, ...linked(message.text)),
    element("footer", {}, word(message.reply ? "phone.to" : "phone.from"), ", ", element("time", { datetime: message.at }, `${day} ${time}`)),
  );
}

function showQuick(messages) {
  const room = role("quick");
  const latest = messages.findLast((message) => !message.reply && answers(message.text).length > 0);
  const open = latest && !messages.some((message) => message.reply && message.seq > latest.seq);
  const offered = open ? answers(latest.text) : [];
  const shown = [...room.children].map((button) => button.textContent);
  if (shown.join() === offered.join()) return;
  room.hidden = offered.length === 0;
  room.replaceChildren(...offered.map((text) => {
    const no = /^(NO|НЕТ|ЖОҚ) /.test(text);
    const button = element("button", { type: "button", class: no ? "button no" : "button yes" }, text);
    button.addEventListener("click", () => send(text));
    return button;
  }));
}

/** Where the whole page scrolls, the reply stands below the latest message. */
function showLatest(first) {
  log.scrollTop = log.scrollHeight;
  const page = document.documentElement;
  const near = page.scrollHeight - page.scrollTop - page.clientHeight < 400;
  if (first || near) page.scrollTop = page.scrollHeight;
}

function showTalk() {
  const open = chosen !== null;
  role("phones").classList.toggle("open", open);
  role("choose").hidden = open;
  for (const name of ["talk-head", "log", "reply"]) role(name).hidden = !open;
  if (!open) return;
  const messages = inbox.phones.get(chosen) ?? [];
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if (drawn === 0) log.replaceChildren();
  for (const message of messages.slice(drawn)) log.append(bubble(message));
  if (messages.length === 0) log.replaceChildren(element("p", { class: "choose" }, word("phone.empty")));
  const first = drawn === 0;
  drawn = messages.length;
  showQuick(messages);
  if (messages.length > 0 && (first || atEnd)) showLatest(first);
  if (document.visibilityState === "visible") markRead(chosen);
}

/** The name in both alphabets and the number, with and without spaces. */
function searchable(phone) {
  return `${phones.get(phone)} ${keys.get(phone) ?? ""} ${phone} ${shownPhone(phone)}`.toLowerCase().replaceAll("\u00a0", " ");
}

function showRows() {
  const wanted = search.value.toLowerCase().replace(/[^\p{L}\d]+/gu, " ").trim().split(" ").filter(Boolean);
  const latest = (phone) => inbox.phones.get(phone)?.at(-1)?.seq ?? 0;
  const rows = [...phones.keys()]
    .filter((phone) => wanted.every((part) => searchable(phone).includes(part)))
    .sort((one, other) => latest(other) - latest(one));
  const focused = document.activeElement?.dataset?.number;
  role("rows").replaceChildren(...rows.map(listed));
  role("found").textContent = rows.length === 0 ? word("phone.none_found") : "";
  if (focused) document.querySelector(`a[data-number="${focused}"]`)?.focus();
}

function listed(phone) {
  const message = inbox.phones.get(phone)?.at(-1);
  const n = unread(phone);
  const link = element(
    "a",
    { href: phoneHref(phone), "data-number": phone, "aria-current": phone === chosen ? "page" : null },
    element("b", {}, phones.get(phone)),
    element("span", { class: "soft" }, shownPhone(phone)),
    message ? element("span", { class: "last" }, message.text) : null,
    n > 0 ? element("span", { class: "count" }, element("span", { "aria-hidden": "true" }, String(n)), element("span", { class: "hidden" }, counted("phone.unread", n))) : null,
  );
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    open({ focus: true });
  });
  return element("li", {}, link);
}

function open({ focus }) {
  chosen = asked();
  drawn = 0;
  const name = chosen === null ? "" : (phones.get(chosen) ?? word("phone.unknown"));
  document.title = `${name ? word("phone.title_of", { name }) : word("phone.title")} – ${word("product")}`;
  role("talk-title").textContent = name;
  role("talk-number").textContent = chosen === null ? "" : shownPhone(chosen);
  role("failed").textContent = "";
  putAway();
  showScanner(iins.get(chosen));
  for (const link of document.querySelectorAll(".langs a")) {
    const address = new URL(link.href);
    if (chosen === null) address.searchParams.delete("number");
    else address.searchParams.set("number", chosen.slice(1));
    link.href = address.pathname + address.search;
  }
  showTalk();
  showRows();
  if (focus && chosen !== null) role("talk-title").focus({ preventScroll: true });
}

async function send(text) {
  const failed = role("failed");
  failed.textContent = "";
  if (draft.text !== text) draft = { text, id: newId() };
  try {
    await postJson("/sandbox/api/replies", { id: draft.id, phone: chosen, text });
    draft = { text: null, id: null };
    input.value = "";
    input.focus();
  } catch {
    failed.textContent = word("phone.failed");
  }
}

role("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value.trim()) send(input.value.trim());
});
role("back").addEventListener("click", (event) => {
  event.preventDefault();
  history.pushState(null, "", event.currentTarget.href);
  open({ focus: false });
  search.focus();
});
search.addEventListener("input", showRows);
addEventListener("popstate", () => open({ focus: false }));
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") showTalk(); });

async function start() {
  const { people, organisations } = await getJson("/sandbox/api/people");
  for (const person of people.filter(({ phone }) => phone)) {
    phones.set(person.phone, person.name);
    keys.set(person.phone, person.key);
    iins.set(person.phone, person.iin);
  }
  for (const organisation of organisations) phones.set(organisation.phone, organisation.name[lang]);
  inbox.changed = () => { showTalk(); showRows(); };
  let wasLost = false;
  inbox.lost = () => { wasLost = true; say(word("phone.lost")); };
  inbox.back = () => { if (wasLost) { wasLost = false; say(""); } };
  open({ focus: false });
  startInbox();
}

start().catch(() => say(word("people.failed")));
