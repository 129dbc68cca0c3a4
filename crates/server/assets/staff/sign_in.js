// Signing in, in two steps as on the citizens' page: the IIN, then the code that comes by SMS.

import { write } from "./api.js";
import { timeOfDay } from "./dates.js";
import { element, failure, notice, say, show, told } from "./elements.js";
import { digits, field, form, iinFault } from "./form.js";

/** The citizens' page asks this note whether it is worth asking the server who is signed in. */
export function noteSignedIn(signedIn) {
  try {
    if (signedIn) localStorage.setItem("tirkeu.signed-in", "1");
    else localStorage.removeItem("tirkeu.signed-in");
  } catch {
    // A browser that keeps nothing loses only that.
  }
}

/** Asks who it is; `why` tells why it is asked now, `done` is called when somebody is signed in. */
export function signIn(why, done) {
  const iin = field({ name: "iin", label: told("citizen.iin"), hint: told("citizen.iin_hint"), check: iinFault, inputmode: "numeric", maxlength: "20", class: "digits", size: "14" });
  const heading = told("sign_in.heading");
  const { made } = form({
    fields: [iin],
    button: told("citizen.send"),
    heading,
    send: async (failed) => {
      const number = digits(iin.input.value);
      try {
        const { expires_at } = await write("sign-in/code", { iin: number });
        typeCode(number, expires_at, why, done);
      } catch (problem) {
        if (problem?.fields?.length) throw problem;
        failed.replaceChildren(failure(problem));
      }
    },
  });
  show(
    heading,
    why && notice("info", why),
    element("p", { class: "hint" }, told("sign_in.hint")),
    made,
    element("h2", {}, told("sign_in.eds")),
    element("p", {}, element("a", { href: "/sign-in" }, told("sign_in.eds")), ". ", told("sign_in.eds_hint")),
  );
  if (why) say(why());
}

function typeCode(iin, expires_at, why, done) {
  const code = field({
    name: "code",
    label: told("citizen.code"),
    hint: told("citizen.code_hint", { time: timeOfDay(expires_at) }),
    check: (typed) => (/^\d{6}$/.test(digits(typed)) ? null : told("citizen.six_digits")),
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: "10",
    class: "digits",
    size: "8",
  });
  const heading = told("citizen.code_heading");
  const other = element("button", { type: "button", class: "link", onclick: () => signIn(why, done) }, told("citizen.other_iin"));
  const { made } = form({
    fields: [code],
    button: told("citizen.sign_in"),
    heading,
    more: [other],
    send: async (failed) => {
      try {
        await write("sign-in", { iin, code: digits(code.input.value) });
      } catch (problem) {
        if (problem?.fields?.length) throw problem;
        failed.replaceChildren(failure(problem));
        return;
      }
      noteSignedIn(true);
      await done();
    },
  });
  show(heading, made, element("p", { class: "hint" }, told("citizen.not_come")));
}
