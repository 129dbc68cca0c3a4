// A program that speaks to the API itself, as the page does or as no page would.
import { randomUUID } from "node:crypto";

const PATIENCE = 20_000;

export class Client {
  #cookie;

  constructor(service, lang = "en") {
    this.service = service;
    this.lang = lang;
  }

  get(path) {
    return this.send("GET", path);
  }

  /** A write with a key of its own; `key: null` leaves it out. */
  post(path, body, { key = randomUUID(), ...options } = {}) {
    const headers = { "content-type": "application/json", ...(key && { "idempotency-key": key }) };
    return this.send("POST", path, { headers, body: JSON.stringify(body), ...options });
  }

  /** Sends anything; the answer as status, type, text, and JSON where it is that. */
  async send(method, path, { headers = {}, body } = {}) {
    const answer = await fetch(`${this.service.url}/api/v1/${path}`, {
      method,
      headers: { "accept-language": this.lang, ...(this.#cookie && { cookie: this.#cookie }), ...headers },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie) this.#cookie = cookie.split(";")[0];
    const type = answer.headers.get("content-type") ?? "";
    const text = await answer.text();
    return { status: answer.status, type, text, cookie, body: type.includes("json") ? JSON.parse(text) : undefined };
  }

  /** Signs in as a person of the sandbox. */
  async signIn(key) {
    const { iin, phone } = await this.service.person(key);
    await this.post("sign-in/code", { iin });
    const code = await this.service.phone(phone).nextCode();
    return this.post("sign-in", { iin, code });
  }
}
