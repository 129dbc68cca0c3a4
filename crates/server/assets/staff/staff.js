// Who works here, and what they may see: signing in, then the room of their role.

import { get, session, write } from "./api.js";
import { auditor } from "./auditor.js";
import { element, failure, role, show } from "./elements.js";
import { operator } from "./operator.js";
import { noteSignedIn, signIn } from "./sign_in.js";
import { lang, word } from "./words.js";

const KEPT_LANG = "tirkeu.lang";

/** The language chosen on the citizens' page holds here too, unless the address names another. */
function inChosenLanguage() {
  const { search } = location;
  try {
    if (/[?&]lang=/.test(search)) {
      localStorage.setItem(KEPT_LANG, lang);
    } else {
      const kept = localStorage.getItem(KEPT_LANG);
      if (kept && kept !== lang && /^(kk|ru|en)$/.test(kept)) {
        location.replace(`/staff?lang=${kept}`);
        return false;
      }
    }
  } catch {
    // A browser that keeps nothing speaks as it is set.
  }
  return true;
}

function whoIs(text) {
  role("who").hidden = text === null;
  role("office").textContent = text ?? "";
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
  session.ended = () => ask(word("sign_in.ended"));
  if (staff.role === "operator") {
    whoIs(word("operator.who", { office: staff.office }));
    operator();
  } else {
    whoIs(word("auditor.who", { office: staff.office }));
    auditor();
  }
}

function noRole() {
  whoIs("");
  show(
    word("none.heading"),
    element("p", {}, word("none.text")),
    element("p", {}, word("none.own")),
    element(
      "div",
      { class: "actions" },
      element("a", { class: "button", href: "/messages" }, word("none.messages")),
      element("a", { class: "button plain", href: "/applications" }, word("to_applications")),
      element("button", { type: "button", class: "link", onclick: () => leave(null) }, word("none.other")),
    ),
  );
}

function away(problem) {
  show(word("failure.heading"), failure(problem), element("button", { type: "button", class: "button", onclick: enter }, word("failure.retry")));
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

if (inChosenLanguage()) {
  role("sign-out").addEventListener("click", () => leave(word("sign_in.over")));
  // The first question only finds out whether somebody is signed in; it is no session that ended.
  session.ended = () => ask(null);
  // A page that the browser has kept for “Back” may be of somebody who has left since.
  addEventListener("pageshow", (event) => event.persisted && enter());
  enter();
}
