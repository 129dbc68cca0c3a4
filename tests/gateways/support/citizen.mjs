// A citizen by the API alone.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { until } from "../../e2e/support/until.mjs";

/** Dana rents; Serik owns the flat. */
export const DANA = "960814444429";
export const SERIK = "740428305676";

const ANSWERS = {
  service: "temporary",
  months: 6,
  subject: "myself",
  ownership: "none",
  rca: "0275300100520007",
  owner: SERIK,
  relation_to_owner: "none",
};

export class Citizen {
  #cookie = "";

  constructor(service, lang = "en") {
    this.service = service;
    this.lang = lang;
  }

  async call(method, path, body) {
    const answer = await fetch(`${this.service.url}/api/v1/${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "accept-language": this.lang,
        "idempotency-key": randomUUID(),
        cookie: this.#cookie,
      },
      body: body && JSON.stringify(body),
    });
    const cookie = answer.headers.get("set-cookie");
    if (cookie) this.#cookie = cookie.split(";")[0];
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, json: text && JSON.parse(text) };
  }

  async ok(method, path, body) {
    const { status, json } = await this.call(method, path, body);
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  /** Signs in with the code that `text()` brings. */
  async signsIn(iin, text) {
    await this.ok("POST", "sign-in/code", { iin });
    const [code] = (await text()).match(/\b\d{6}\b/);
    await this.ok("POST", "sign-in", { iin, code });
  }

  /** Files for temporary registration at Serik's; the number of the application. */
  async files() {
    const filed = await this.call("POST", "applications", { lang: this.lang, answers: ANSWERS });
    if (filed.status === 201) this.number = filed.json.number;
    return filed;
  }

  view() {
    return this.ok("GET", `applications/${this.number}`);
  }

  /** Waits for a state and returns the application in it. */
  comesTo(state) {
    return until(async () => {
      const view = await this.view();
      return view.state === state && view;
    }, `the application is ${state}`);
  }

  async signs(text) {
    const { document_sha256 } = await this.view();
    await this.ok("POST", `applications/${this.number}/signing-code`);
    const [code] = (await text()).match(/\b\d{6}\b/);
    await this.ok("POST", `applications/${this.number}/signature`, { code, document_sha256 });
  }
}
