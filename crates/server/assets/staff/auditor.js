// The room of an auditor: the lines of the audit log, page by page, and whether the log is whole.

import { get } from "./api.js";
import { dayAndTime, endOf, inFigures, longDay } from "./dates.js";
import { element, failure, notice, reword, say, show, told } from "./elements.js";
import { applicationNumber, field, form } from "./form.js";
import { counted, has, word } from "./words.js";

/** How many lines the server gives at once; fewer are the last. */
const AT_ONCE = 200;

export function auditor() {
  const heading = told("auditor.heading");
  show(heading, notice("info", told("auditor.notice"), told("auditor.notice_more")), verification(), lines(heading));
}

// ---- Lines ----

function lines(heading) {
  const number = field({
    name: "number",
    label: told("lines.number"),
    hint: told("lines.number_hint"),
    check: (typed) => (typed === "" || applicationNumber(typed) ? null : told("field.number")),
    class: "digits",
    size: "18",
    maxlength: "24",
    autocapitalize: "characters",
  });
  const until = field({ name: "until", label: told("lines.until"), hint: told("lines.until_hint"), type: "date" });
  const room = element("div", { class: "lines" });
  const { made } = form({
    fields: [number, until],
    button: told("lines.show"),
    heading,
    send: async (failed) => {
      const about = applicationNumber(number.input.value.trim());
      const before = until.input.value && endOf(until.input.value);
      room.replaceChildren();
      try {
        await list(room, about, before);
      } catch (problem) {
        if (problem?.code !== "sign_in_needed") failed.replaceChildren(failure(problem));
      }
    },
  });
  return element("section", { "aria-labelledby": "lines" }, element("h2", { id: "lines" }, told("lines.heading")), element("div", { class: "filter no-print" }, made), room);
}

async function read(about, before) {
  const values = Object.entries({ about, before }).filter(([, value]) => value);
  const { lines } = await get(`staff/audit?${new URLSearchParams(values)}`);
  return lines;
}

/** The first page of lines, with a button that adds the next ones as long as there are any. */
async function list(room, about, before) {
  const found = await read(about, before);
  if (found.length === 0) {
    room.replaceChildren(notice("info", told("lines.none"), told("lines.none_more")));
    say(word("lines.none"));
    return;
  }
  const shown = new Set();
  const rows = element("tbody", { role: "rowgroup" });
  const caption = element("caption", {});
  const table = element("table", { role: "table" }, caption, head(), rows);
  const failed = element("div");
  const more = element("button", { type: "button", class: "button plain no-print" }, told("lines.older"));
  const end = element("p", { class: "hint", hidden: true }, told("lines.oldest"));
  const add = (lines) => {
    const fresh = lines.filter(({ lane, place }) => !shown.has(`${lane}/${place}`));
    for (const line of fresh) shown.add(`${line.lane}/${line.place}`);
    const made = fresh.map(row);
    rows.append(...made);
    const n = shown.size;
    reword(caption, () => (about ? counted("lines.found_about", n, { number: about }) : counted("lines.found", n)));
    const last = lines.length < AT_ONCE;
    more.hidden = last;
    end.hidden = !last;
    say(caption.textContent);
    return made;
  };
  let oldest;
  const page = (lines) => {
    oldest = lines.at(-1).at;
    return add(lines);
  };
  more.addEventListener("click", async () => {
    if (more.getAttribute("aria-busy")) return;
    more.setAttribute("aria-busy", "true");
    failed.replaceChildren();
    try {
      // Lines of the same instant as the oldest are asked for again, so that none is left out
      // where a page ends in the midst of them.
      let next = await read(about, after(oldest));
      const known = next.every(({ lane, place }) => shown.has(`${lane}/${place}`));
      if (known && next.length === AT_ONCE) next = await read(about, oldest);
      const made = next.length > 0 ? page(next) : add(next);
      (made[0] ?? end).focus();
    } catch (problem) {
      if (problem?.code !== "sign_in_needed") failed.replaceChildren(failure(problem));
    } finally {
      more.removeAttribute("aria-busy");
    }
  });
  end.tabIndex = -1;
  page(found);
  room.replaceChildren(table, failed, more, end);
}

/** A millisecond later, which is the finest that a browser tells apart. */
function after(instant) {
  return new Date(new Date(instant).getTime() + 1).toISOString();
}

const COLUMNS = ["lines.when", "lines.who", "lines.what", "lines.about", "lines.place", "lines.digest"];

function head() {
  const cells = COLUMNS.map((key) => element("th", { scope: "col", role: "columnheader" }, told(key)));
  return element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, cells));
}

function row(line) {
  const cell = (key, ...content) => element("td", { role: "cell", "data-label": told(key) }, element("span", {}, ...content));
  const action = `action.${line.action}`;
  const place = line.lane === 0 ? String(line.place) : told("lines.lane", { lane: line.lane, place: line.place });
  return element(
    "tr",
    { role: "row", tabindex: "-1" },
    cell("lines.when", element("time", { datetime: line.at }, inFigures(line.at))),
    cell("lines.who", who(line.actor)),
    cell("lines.what", has(action) ? told(action) : line.action),
    cell("lines.about", line.object ? element("code", { class: line.object.startsWith("T-") && "whole" }, line.object) : "–"),
    cell("lines.place", place),
    cell("lines.digest", element("code", {}, line.digest)),
  );
}

/** `person/` and a keyed hash, as a word and the hash. */
function who(actor) {
  const [kind, ...rest] = actor.split("/");
  const named = has(`actor.${kind}`) ? told(`actor.${kind}`) : kind;
  return element("span", {}, named, rest.length > 0 && " ", rest.length > 0 && element("code", { class: "hash" }, rest.join("/")));
}

// ---- Verification ----

function verification() {
  const room = element("div");
  const start = element("button", { type: "button", class: "button no-print" }, told("verify.start"));
  start.addEventListener("click", async () => {
    if (start.getAttribute("aria-busy")) return;
    start.setAttribute("aria-busy", "true");
    reword(start, told("verify.busy"));
    say(word("verify.busy"));
    try {
      const found = await get("staff/audit/verification");
      room.replaceChildren(...verdict(found));
      say(word(found.damage ? "verify.damaged" : "verify.whole"));
    } catch (problem) {
      if (problem?.code !== "sign_in_needed") room.replaceChildren(failure(problem));
    } finally {
      start.removeAttribute("aria-busy");
      reword(start, told("verify.start"));
    }
  });
  return element("section", { "aria-labelledby": "verify" }, element("h2", { id: "verify" }, told("verify.heading")), element("p", { class: "hint" }, told("verify.hint")), start, room);
}

function verdict({ damage, days }) {
  if (damage) {
    return [element("div", { role: "alert" }, notice("bad", told("verify.damaged"), told("verify.damaged_more"), element("p", { lang: "en" }, element("code", {}, damage))))];
  }
  const at = new Date().toISOString();
  const whole = notice("good", told("verify.whole"), () => word("verify.whole_more", { time: dayAndTime(at) }));
  const cell = (key, ...content) => element("td", { role: "cell", "data-label": told(key) }, element("span", {}, ...content));
  const rows = days.toReversed().map(({ day, lines, root }) =>
    element("tr", { role: "row" }, cell("verify.day", element("time", { datetime: day }, () => longDay(day))), cell("verify.count", String(lines)), cell("verify.root", element("code", {}, root))),
  );
  const cells = ["verify.day", "verify.count", "verify.root"].map((key) => element("th", { scope: "col", role: "columnheader" }, told(key)));
  return [whole, element("table", { role: "table", class: "days" }, element("caption", {}, told("verify.days")), element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, cells)), element("tbody", { role: "rowgroup" }, rows))];
}
