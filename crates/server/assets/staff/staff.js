// Who works here, and what they may see: signing in, then the room of their role.

import { get, session, write } from "./api.js";
import { auditor } from "./auditor.js";
import { element, failure, follow, reword, role, show, tellAnew, told } from "./elements.js";
import { operator } from "./operator.js";
import { noteSignedIn, signIn } from "./sign_in.js";
import { lang, speak, word } from "./words.js";

const KEPT_LANG = "tirkeu.lang";

/** The language chosen on the citizens' page holds here too, unless the address names another. */
function firstLanguage() {
  const named = new URLSearchParams(location.search).has("lang");
  try {
    const kept = localStorage.getItem(KEPT_LANG);
    if (!named && /^(kk|ru|en)$/.test(kept)) speak(kept);
    else if (named) localStorage.setItem(KEPT_LANG, lang);
  } catch {
    // A browser that keeps nothing speaks as it is set.
  }
}

/** What was found, typed and opened stays: to ask for it again would be another look. */
function choose(next) {
  speak(next);
  try {
    localStorage.setItem(KEPT_LANG, next);
  } catch {
    // It is the language until the page is left.
  }
  history.replaceState(null, "", `/staff?lang=${next}`);
  tellAnew();
}

/** What the server has written follows the language too. */
function followLanguage() {
  for (const part of document.querySelectorAll("[data-word]")) {
    follow(part, () => { part.textContent = word(part.dataset.word); });
  }
  const languages = role("languages");
  follow(languages, () => languages.setAttribute("aria-label", word("language")));
  for (const link of languages.querySelectorAll("a")) {
    follow(link, () => {
      if (link.lang === lang) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.lang);
    });
  }
  const home = role("home");
  follow(home, () => { home.href = `/staff?lang=${lang}`; });
}

function whoIs(text) {
  role("who").hidden = text === null;
  reword(role("office"), text);
}

/** Nothing of what was shown stays for whoever comes next. */
function ask(why) {
  whoIs(null);
  noteSignedIn(false);
  signIn(why, enter);
}

async function enter() {
  let staff;
  try {
    staff = await get("staff");
  } catch (problem) {
    if (problem?.code === "sign_in_needed") return;
    if (problem?.code === "forbidden") noRole();
    else away(problem);
    return;
  }
  session.ended = () => ask(told("sign_in.ended"));
  if (staff.role === "operator") {
    whoIs(told("operator.who", { office: staff.office }));
    operator();
  } else {
    whoIs(told("auditor.who", { office: staff.office }));
    auditor();
  }
}

function noRole() {
  whoIs("");
  show(
    told("none.heading"),
    element("p", {}, told("none.text")),
    element("p", {}, told("none.own")),
    element(
      "div",
      { class: "actions" },
      element("a", { class: "button", href: "/messages" }, told("none.messages")),
      element("a", { class: "button plain", href: "/applications" }, told("to_applications")),
      element("button", { type: "button", class: "link", onclick: () => leave(null) }, told("none.other")),
    ),
  );
}

function away(problem) {
  show(told("failure.heading"), failure(problem), element("button", { type: "button", class: "button", onclick: enter }, told("failure.retry")));
}

async function leave(why) {
  session.ended = () => {};
  try {
    await write("sign-out");
  } catch (problem) {
    if (problem?.code !== "sign_in_needed") {
      away(problem);
      return;
    }
  }
  ask(why);
  session.ended = () => ask(null);
}

firstLanguage();
followLanguage();
role("sign-out").addEventListener("click", () => leave(told("sign_in.over")));
// The first question only finds out whether somebody is signed in; it is no session that ended.
session.ended = () => ask(null);
// A page that the browser has kept for “Back” may be of somebody who has left since.
addEventListener("pageshow", (event) => event.persisted && enter());
enter();
