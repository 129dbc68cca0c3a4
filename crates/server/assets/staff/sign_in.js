// Signing in, in two steps as on the citizens' page: the IIN, then the code that comes by SMS.

import { write } from "./api.js";
import { element, failure, notice, say, show } from "./elements.js";
import { digits, field, form, iinFault } from "./form.js";
import { dayAndTime, word } from "./words.js";

/** The citizens' page asks this note whether it is worth asking the server who is signed in. */
export function noteSignedIn(signedIn) {
  try {
    if (signedIn) localStorage.setItem("tirkeu.signed-in", "1");
    else localStorage.removeItem("tirkeu.signed-in");
  } catch {
    // A browser that keeps nothing loses only that.
  }
}

/** Asks who it is; `why` says why it is asked now, `done` is called when somebody is signed in. */
export function signIn(why, done) {
  const iin = field({ name: "iin", label: word("citizen.iin"), hint: word("citizen.iin_hint"), check: iinFault, inputmode: "numeric", maxlength: "20", class: "digits", size: "14" });
  const heading = () => word("sign_in.heading");
  const { made } = form({
    fields: [iin],
    button: word("citizen.send"),
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
    heading(),
    why && notice("info", why),
    element("p", { class: "hint" }, word("sign_in.hint")),
    made,
    element("h2", {}, word("sign_in.eds")),
    element("p", {}, element("a", { href: "/sign-in" }, word("sign_in.eds")), ". ", word("sign_in.eds_hint")),
  );
  if (why) say(why);
}

function typeCode(iin, expires_at, why, done) {
  const code = field({
    name: "code",
    label: word("citizen.code"),
    hint: word("citizen.code_hint", { time: dayAndTime(expires_at).split(", ").at(-1) }),
    check: (typed) => (/^\d{6}$/.test(digits(typed)) ? null : word("citizen.six_digits")),
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: "10",
    class: "digits",
    size: "8",
  });
  const heading = () => word("citizen.code_heading");
  const other = element("button", { type: "button", class: "link", onclick: () => signIn(why, done) }, word("citizen.other_iin"));
  const { made } = form({
    fields: [code],
    button: word("citizen.sign_in"),
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
  show(heading(), made, element("p", { class: "hint" }, word("citizen.not_come")));
}
