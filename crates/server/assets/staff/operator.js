// The room of an operator: an application by its number and its applicant's IIN, and how it stands.

import { ask } from "./api.js";
import { dayAndTime } from "./dates.js";
import { element, failure, icon, notice, say, show, told } from "./elements.js";
import { applicationNumber, digits, field, form, iinFault } from "./form.js";
import { lang, word } from "./words.js";

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
    label: told("operator.number"),
    hint: told("operator.number_hint"),
    check: (typed) => (typed === "" ? told("field.empty") : applicationNumber(typed) ? null : told("field.number")),
    class: "digits",
    size: "18",
    maxlength: "24",
    autocapitalize: "characters",
  });
  const iin = field({ name: "iin", label: told("operator.iin"), hint: told("operator.iin_hint"), check: iinFault, inputmode: "numeric", class: "digits", size: "14", maxlength: "20" });
  const heading = told("operator.heading");
  const { made } = form({
    fields: [number, iin],
    button: told("operator.show"),
    heading,
    send: async (failed) => {
      try {
        const found = await ask("staff/application", { number: applicationNumber(number.input.value), iin: digits(iin.input.value) });
        look(found);
      } catch (problem) {
        if (problem?.fields?.length) throw problem;
        if (problem?.code === "sign_in_needed") return;
        const nothing = problem?.code === "not_found";
        failed.replaceChildren(nothing ? element("div", { role: "alert" }, notice("warning", told("operator.not_found"), told("operator.not_found_more"))) : failure(problem));
      }
    },
  });
  show(heading, element("p", { class: "hint" }, told("operator.hint")), notice("info", told("operator.notice"), told("operator.notice_more")), made);
  if (said) say(said);
}

function row(label, ...value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

function time(instant) {
  return element("time", { datetime: instant }, () => dayAndTime(instant));
}

/** A rule and its sentence; one that the server has no words for is named by its id. */
function rule({ rule: id, text }) {
  return [element("b", {}, id), text && " · ", text && (() => text[lang])];
}

/** An application as an operator may see it. */
function look(found) {
  const [drawing, tone] = STATES[found.state];
  const rows = element(
    "dl",
    { class: "summary" },
    row(told("look.state"), element("span", { class: `tag ${tone}` }, icon(drawing), told(`state.${found.state}`))),
    row(told("look.service"), told(`service.${found.service}`)),
    row(told("look.filed"), time(found.filed_at)),
    row(told("look.changed"), time(found.changed_at)),
    found.consent && row(told("look.consent"), told(`consent.${found.consent}`), found.consent_until && element("small", {}, () => word("look.until", { time: dayAndTime(found.consent_until) }))),
    found.ended_by && row(told("look.ended_by"), ...rule(found.ended_by)),
  );
  const steps = found.timeline.map(({ at, step }) => element("li", { class: { registered: "good", refused: "bad", cancelled: "bad" }[step] }, element("span", {}, told(`timeline.${step}`)), time(at)));
  const rules = found.rules.map((cited) => element("li", {}, icon("sheet"), element("div", {}, rule(cited))));
  show(
    told("look.heading", { number: found.number }),
    notice("info", told("look.noted")),
    rows,
    element("h2", {}, told("timeline.title")),
    element("ol", { class: "timeline" }, steps),
    rules.length > 0 && element("h2", {}, told("look.rules")),
    rules.length > 0 && element("ul", { class: "rules" }, rules),
    element("p", { class: "hint" }, told("look.hidden")),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", class: "button", onclick: () => operator(word("look.cleared")) }, told("look.clear")),
      element("button", { type: "button", class: "button plain", onclick: () => print() }, told("print")),
    ),
  );
}
