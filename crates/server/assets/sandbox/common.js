// What both pages share: elements, the clock, and the stream of messages.

import { counted, lang, word } from "./words.js";

/** The element that the page has for a role. */
export function role(name) {
  return document.querySelector(`[data-role="${name}"]`);
}

/** An element with attributes and children; texts become text nodes and are never read as HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

/** Says something to those who see the page and to those who hear it. */
export function say(text) {
  const status = role("status");
  status.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { status.textContent = ""; }, 8000);
}

/** +7 700 000 01 01, as it is read aloud. */
export function shownPhone(number) {
  return number.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, "+7\u00a0$1\u00a0$2\u00a0$3\u00a0$4");
}

/** The number as it stands in the address of the phone page, without the plus. */
export function phoneHref(number) {
  return `/sandbox/phone?number=${number.replace("+", "")}&lang=${lang}`;
}

/** Day and time of Kazakhstan, which is five hours ahead of UTC everywhere. */
export function localTime(instant) {
  const moved = new Date(new Date(instant).getTime() + 5 * 3600_000);
  const two = (n) => String(n).padStart(2, "0");
  return {
    day: `${two(moved.getUTCDate())}.${two(moved.getUTCMonth() + 1)}.${moved.getUTCFullYear()}`,
    time: `${two(moved.getUTCHours())}:${two(moved.getUTCMinutes())}`,
  };
}

export async function getJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export async function postJson(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": lang },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

// ---- Clock ----

let clock = null;

function duration(seconds) {
  const parts = [
    [Math.floor(seconds / 86400), "clock.days_short"],
    [Math.floor((seconds % 86400) / 3600), "clock.hours_short"],
    [Math.floor((seconds % 3600) / 60), "clock.minutes_short"],
  ];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => `${n}\u00a0${word(unit)}`).join(" ");
}

function showClock() {
  if (!clock) return;
  const now = new Date(clock.now + performance.now() - clock.asked);
  const { day, time } = localTime(now);
  const dial = role("now");
  if (dial.textContent !== `${day} ${time}`) {
    dial.textContent = `${day} ${time}`;
    dial.dateTime = now.toISOString();
  }
  const ahead = clock.ahead_seconds;
  role("ahead").classList.toggle("real", ahead === 0);
  role("ahead").textContent = ahead ? word("clock.ahead", { time: duration(ahead) }) : word("clock.real");
}

function setClock(answer) {
  clock = { ...answer, now: new Date(answer.now).getTime(), asked: performance.now() };
  showClock();
}

async function move(button) {
  button.disabled = true;
  try {
    setClock(await postJson("/sandbox/api/clock", { forward_seconds: Number(button.dataset.forward) }));
    const { day, time } = localTime(clock.now);
    say(word("clock.moved", { time: `${day} ${time}` }));
  } catch {
    say(word("clock.failed"));
  } finally {
    button.disabled = false;
    button.focus();
  }
}

for (const button of document.querySelectorAll("[data-forward]")) {
  button.addEventListener("click", () => move(button));
}
setInterval(showClock, 1000);
getJson("/sandbox/api/clock").then(setClock).catch(() => {});

// ---- Messages ----

const READ = "tirkeu.sandbox.read";

function readMarks() {
  try {
    return JSON.parse(localStorage.getItem(READ)) ?? {};
  } catch {
    return {};
  }
}

/** All messages by telephone. `changed` is called when some have come or were read. */
export const inbox = { phones: new Map(), changed: () => {}, lost: () => {}, back: () => {} };

let last = 0;

function take(message) {
  if (message.seq <= last) return;
  last = message.seq;
  const messages = inbox.phones.get(message.phone) ?? [];
  messages.push(message);
  inbox.phones.set(message.phone, messages);
}

/** How many messages from 1414 a telephone has that were not looked at. */
export function unread(phone) {
  const mark = readMarks()[phone] ?? 0;
  return (inbox.phones.get(phone) ?? []).filter((message) => !message.reply && message.seq > mark).length;
}

/** Remembers that all messages of a telephone were seen. */
export function markRead(phone) {
  const latest = inbox.phones.get(phone)?.at(-1)?.seq ?? 0;
  const marks = readMarks();
  if ((marks[phone] ?? 0) >= latest) return;
  marks[phone] = latest;
  try {
    localStorage.setItem(READ, JSON.stringify(marks));
  } catch {
    // A browser that keeps nothing counts them as unread again after a reload.
  }
  showUnread();
}

function showUnread() {
  let all = 0;
  for (const phone of inbox.phones.keys()) all += unread(phone);
  const badge = role("unread-all");
  badge.hidden = all === 0;
  badge.replaceChildren(
    element("span", { "aria-hidden": "true" }, String(all)),
    element("span", { class: "hidden" }, counted("phone.unread", all)),
  );
}

function tell() {
  showUnread();
  inbox.changed();
}

function listen() {
  const stream = new EventSource(`/sandbox/api/messages/stream?after=${last}`);
  stream.addEventListener("open", () => inbox.back());
  stream.addEventListener("message", (event) => {
    take(JSON.parse(event.data));
    tell();
  });
  stream.addEventListener("clock", (event) => setClock(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    inbox.lost();
    // The browser reconnects by itself unless the answer was no stream at all.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

/** Reads what has arrived and then goes on as it arrives. */
export async function startInbox() {
  try {
    for (;;) {
      const { messages } = await getJson(`/sandbox/api/messages?after=${last}`);
      messages.forEach(take);
      if (messages.length < 1000) break;
    }
  } catch {
    inbox.lost();
  }
  tell();
  listen();
}

// Another tab has read something.
addEventListener("storage", (event) => {
  if (event.key === READ) tell();
});
