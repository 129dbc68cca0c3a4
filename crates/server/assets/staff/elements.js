// What the page is made of. Texts become text nodes and are never read as HTML; a text or attribute
// that is given as a function is told anew when the reader chooses another language.

import { lang, word } from "./words.js";

/** The element that the page has for a role. */
export function role(name) {
  return document.querySelector(`[data-role="${name}"]`);
}

// ---- The reader's language ----

/** How to tell an element or a text anew. */
const tellings = new WeakMap();

/** Does this now, and again whenever the language has changed while the node is on the page. */
export function follow(node, tell) {
  tell();
  tellings.set(node, [...(tellings.get(node) ?? []), tell]);
}

/** A word as a text that follows the language. */
export function told(key, values) {
  return () => word(key, values);
}

/** Tells all that is on the page in the language of this moment, and changes nothing else of it. */
export function tellAnew() {
  say("");
  entitle(title);
  const nodes = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) for (const tell of tellings.get(nodes.currentNode) ?? []) tell();
}

function textNode(tell) {
  const made = new Text();
  follow(made, () => { made.data = tell(); });
  return made;
}

/** Gives an element another text; none empties it. */
export function reword(node, text) {
  node.replaceChildren(typeof text === "function" ? textNode(text) : (text ?? ""));
}

// ---- Elements ----

/** An element with attributes and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (typeof value === "function") follow(made, () => made.setAttribute(name, value()));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  const there = children.flat().filter((child) => child != null && child !== false && child !== "");
  made.append(...there.map((child) => (typeof child === "function" ? textNode(child) : child)));
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
  return element("div", { class: `notice ${tone}` }, icon(drawing), element("div", {}, element("b", {}, title), more.map((text) => (text instanceof Node ? text : element("p", {}, text)))));
}

/** Shows what the page is now, under a heading that takes the focus; a number in it stays in one line. */
export function show(heading, ...content) {
  const shown = element("h1", { tabindex: "-1" });
  follow(shown, () => {
    const parts = heading().split(/(T-[0-9A-Z-]+)/);
    shown.replaceChildren(...parts.map((part, place) => (place % 2 ? element("span", { class: "whole" }, part) : part)));
  });
  role("main").replaceChildren(shown, ...content.flat().filter(Boolean));
  entitle(heading);
  shown.focus();
}

let title = told("title");

/** Sets the title of the document. */
export function entitle(heading) {
  title = heading;
  document.title = `${heading()} – Tirkeu`;
}

/** Says something to those who hear the page. */
export function say(text) {
  role("status").textContent = text;
}

/** What went wrong, in words: of the server where it has said something. */
export function failure(problem) {
  const title = problem ? () => problem.titles?.[lang] ?? problem.title : told("failure.heading");
  const detail = problem ? () => problem.details?.[lang] ?? problem.detail : told("failure.offline");
  return element("div", { role: "alert" }, notice("bad", title, detail));
}
