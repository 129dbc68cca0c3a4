// The room of an operator: an application by its number and its applicant's IIN, and how it stands.

import { ask } from "./api.js";
import { element, failure, icon, notice, say, show } from "./elements.js";
import { applicationNumber, digits, field, form, iinFault } from "./form.js";
import { dayAndTime, has, word } from "./words.js";

const STATES = {
  awaiting_consent: ["wait", "wait"],
  awaiting_signature: ["sheet", "act"],
  signed: ["wait", "wait"],
  registered: ["yes", "good"],
  refused: ["no", "bad"],
  cancelled: ["no", "bad"],
  withdrawn: ["back", ""],
};

/** The form; `said` is told above it, such as that the screen was cleared. */
export function operator(said) {
  const number = field({
    name: "number",
    label: word("operator.number"),
    hint: word("operator.number_hint"),
    check: (typed) => (typed === "" ? word("field.empty") : applicationNumber(typed) ? null : word("field.number")),
    class: "digits",
    size: "18",
    maxlength: "24",
    autocapitalize: "characters",
  });
  const iin = field({ name: "iin", label: word("operator.iin"), hint: word("operator.iin_hint"), check: iinFault, inputmode: "numeric", class: "digits", size: "14", maxlength: "20" });
  const heading = () => word("operator.heading");
  const { made } = form({
    fields: [number, iin],
    button: word("operator.show"),
    heading,
    send: async (failed) => {
      try {
        const found = await ask("staff/application", { number: applicationNumber(number.input.value), iin: digits(iin.input.value) });
        look(found);
      } catch (problem) {
        if (problem?.fields?.length) throw problem;
        if (problem?.code === "sign_in_needed") return;
        const nothing = problem?.code === "not_found";
        failed.replaceChildren(nothing ? element("div", { role: "alert" }, notice("warning", word("operator.not_found"), word("operator.not_found_more"))) : failure(problem));
      }
    },
  });
  show(heading(), element("p", { class: "hint" }, word("operator.hint")), notice("info", word("operator.notice"), word("operator.notice_more")), made);
  if (said) say(said);
}

function row(label, ...value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

function time(instant) {
  return element("time", { datetime: instant }, dayAndTime(instant));
}

function rule(id, message) {
  const key = `rule.${message}`;
  // What a policy of this server says that the page has no words for, or has words with numbers
  // that only the policy knows, is named by its id.
  const text = has(key) && !/\{\w+\}/.test(word(key)) ? word(key) : "";
  return [element("b", {}, id), text && ` · ${text}`];
}

/** An application as an operator may see it. */
function look(found) {
  const [drawing, tone] = STATES[found.state];
  const rows = element(
    "dl",
    { class: "summary" },
    row(word("look.state"), element("span", { class: `tag ${tone}` }, icon(drawing), word(`state.${found.state}`))),
    row(word("look.service"), word(`service.${found.service}`)),
    row(word("look.filed"), time(found.filed_at)),
    row(word("look.changed"), time(found.changed_at)),
    found.consent && row(word("look.consent"), word(`consent.${found.consent}`), found.consent_until && element("small", {}, word("look.until", { time: dayAndTime(found.consent_until) }))),
    found.ended_by && row(word("look.ended_by"), ...rule(found.ended_by, found.ended_by)),
  );
  const steps = found.timeline.map(({ at, step }) => element("li", { class: { registered: "good", refused: "bad", cancelled: "bad" }[step] }, element("span", {}, word(`timeline.${step}`)), time(at)));
  const rules = found.rules.map(({ rule: id, message }) => element("li", {}, icon("sheet"), element("div", {}, rule(id, message))));
  show(
    word("look.heading", { number: found.number }),
    notice("info", word("look.noted")),
    rows,
    element("h2", {}, word("timeline.title")),
    element("ol", { class: "timeline" }, steps),
    rules.length > 0 && element("h2", {}, word("look.rules")),
    rules.length > 0 && element("ul", { class: "rules" }, rules),
    element("p", { class: "hint" }, word("look.hidden")),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", class: "button", onclick: () => operator(word("look.cleared")) }, word("look.clear")),
      element("button", { type: "button", class: "button plain", onclick: () => print() }, word("print")),
    ),
  );
}
