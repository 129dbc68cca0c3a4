// Forms: a label, a hint and an error for each field, a summary of the errors that takes the focus.

import { element, entitle, reword, told } from "./elements.js";
import { word } from "./words.js";

/** A field of a form; `check` gives what is wrong with what was typed, as a text that follows the language, or nothing. */
export function field({ name, label, hint, check = () => null, ...attributes }) {
  const error = element("p", { class: "field-error", id: `${name}-error`, hidden: true });
  const input = element("input", { id: name, name, type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": `${name}-hint ${name}-error`, ...attributes });
  const made = element("div", { class: "field" }, element("label", { for: name }, label), element("p", { class: "hint", id: `${name}-hint` }, hint), error, input);
  const tell = (text) => {
    reword(error, text);
    error.hidden = !text;
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  return { name, made, input, check: () => check(input.value.trim()), tell };
}

/**
 * A form of fields. `send` is called when nothing is wrong, and is not called again before it is
 * done; it may throw a problem of the server, whose fields are told where they stand.
 */
export function form({ fields, button, heading, send, more = [] }) {
  const summary = element("div", { class: "error-summary", role: "alert", tabindex: "-1", hidden: true });
  const failed = element("div");
  const submit = element("button", { class: "button", type: "submit" }, button);
  let busy = false;

  const tell = (errors) => {
    for (const one of fields) one.tell(errors.find(({ field }) => field === one)?.text);
    summary.hidden = errors.length === 0;
    entitle(() => (errors.length ? word("citizen.error_title", { title: heading() }) : heading()));
    if (errors.length === 0) return;
    const links = errors.map(({ field, text }) => element("li", {}, element("a", { href: `#${field.name}`, onclick: (event) => { event.preventDefault(); field.input.focus(); } }, text)));
    summary.replaceChildren(element("h2", {}, told("failure.summary")), element("ul", {}, links));
    summary.focus();
  };

  const made = element(
    "form",
    {
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        if (busy) return;
        failed.replaceChildren();
        const errors = fields.map((field) => ({ field, text: field.check() })).filter(({ text }) => text);
        tell(errors);
        if (errors.length) return;
        busy = true;
        submit.setAttribute("aria-busy", "true");
        try {
          await send(failed);
        } catch (problem) {
          const known = (problem?.fields ?? []).map((fault) => ({ field: fields.find(({ name }) => name === fault.field), text: faultOf(fault) }));
          if (known.length && known.every(({ field }) => field)) tell(known);
          else throw problem;
        } finally {
          busy = false;
          submit.removeAttribute("aria-busy");
        }
      },
    },
    fields.map(({ made }) => made),
    element("div", { class: "actions" }, submit, more),
    failed,
  );
  return { made: [summary, made], form: made };
}

/** What the server says is wrong with a field, where there are words for it here that follow the language. */
function faultOf({ field, code, detail }) {
  if (field === "number" && code === "value") return told("field.number");
  if (code === "checksum") return told("citizen.checksum");
  return detail;
}

/** The number of an application as the service writes it, however it was typed; nothing where it is none. */
export function applicationNumber(typed) {
  const letters = typed.toUpperCase().replace(/[\s-]/g, "").replace(/^T(?=.{10}$)/, "");
  if (!/^[0-9A-Z]{10}$/.test(letters)) return null;
  return `T-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** The digits of what was typed as a number of a person. */
export function digits(typed) {
  return typed.replace(/[\s-]/g, "");
}

/** What is wrong with an IIN as it was typed; the server says whether its check digit fits. */
export function iinFault(typed) {
  const number = digits(typed);
  if (number === "") return told("field.iin");
  if (!/^\d+$/.test(number)) return told("citizen.not_digits");
  if (number.length !== 12) return told("citizen.length", { expected: 12, given: number.length });
  return null;
}
