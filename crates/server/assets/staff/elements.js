// What the page is made of. Texts become text nodes and are never read as HTML.

import { word } from "./words.js";

/** The element that the page has for a role. */
export function role(name) {
  return document.querySelector(`[data-role="${name}"]`);
}

/** An element with attributes and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return made;
}

const PATHS = {
  yes: "m5 13 4.5 4.5L19 7",
  no: "M6 6l12 12M18 6 6 18",
  wait: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 7v5l3 2",
  info: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 11v5.5M12 7.5h.01",
  warning: "M12 3.5 2.5 20h19zM12 10v4.5M12 17.2h.01",
  sheet: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  back: "M19 12H5m6-6-6 6 6 6",
};

/** A drawing beside words, so it is hidden from those who hear the words. */
export function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  made.append(path);
  return made;
}

/** A box that says something: `tone` is info, good, warning or bad. */
export function notice(tone, title, ...more) {
  const drawing = { info: "info", good: "yes" }[tone] ?? "warning";
  return element("div", { class: `notice ${tone}` }, icon(drawing), element("div", {}, element("b", {}, title), more.map((text) => (typeof text === "string" ? element("p", {}, text) : text))));
}

/** Shows what the page is now, under a heading that takes the focus; a number in it stays in one line. */
export function show(heading, ...content) {
  const parts = heading.split(/(T-[0-9A-Z-]+)/).map((part, place) => (place % 2 ? element("span", { class: "whole" }, part) : part));
  const title = element("h1", { tabindex: "-1" }, parts);
  role("main").replaceChildren(title, ...content.flat().filter(Boolean));
  entitle(heading);
  title.focus();
}

/** Sets the title of the document. */
export function entitle(heading) {
  document.title = `${heading} – Tirkeu`;
}

/** Says something to those who hear the page. */
export function say(text) {
  role("status").textContent = text;
}

/** What went wrong, in words: of the server where it has said something. */
export function failure(problem) {
  const title = problem?.title ?? word("failure.heading");
  const detail = problem ? problem.detail : word("failure.offline");
  return element("div", { role: "alert" }, notice("bad", title, detail));
}
