// A carrier by SMPP, made of the server of the npm package `smpp`, and telephones behind it.
import smpp from "smpp";

import { until } from "../../e2e/support/until.mjs";

const PASSWORD = "s3cret";
export const ACCOUNT = { id: "tirkeu", password: PASSWORD };

export class Carrier {
  #server;
  #parts = new Map();
  #reference = 0;
  sessions = new Set();
  /** Whole messages to telephones: `{ to, text, from }`. */
  received = [];
  /** How long it thinks before it takes a message, in milliseconds. */
  slow = 0;
  /** Statuses that the next messages are refused with. */
  refusals = [];
  binds = 0;

  static async start() {
    const carrier = new Carrier();
    await carrier.opens(0);
    return carrier;
  }

  async opens(port = this.port) {
    this.#server = smpp.createServer((session) => this.#meets(session));
    await new Promise((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    this.port = this.#server.address().port;
  }

  /** As a power cut would. */
  async vanishes() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const session of this.sessions) session.destroy();
    this.sessions.clear();
    await closed;
  }

  #meets(session) {
    session.on("error", () => {});
    session.on("close", () => this.sessions.delete(session));
    session.on("enquire_link", (pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu) => session.send(pdu.response(), () => session.close()));
    session.on("bind_transceiver", (pdu) => {
      this.binds += 1;
      this.version = pdu.interface_version;
      const right = pdu.system_id === ACCOUNT.id && pdu.password === PASSWORD;
      session.send(pdu.response({ command_status: right ? smpp.ESME_ROK : smpp.ESME_RBINDFAIL, system_id: "carrier" }));
      if (right) this.sessions.add(session);
    });
    session.on("submit_sm", (pdu) => setTimeout(() => this.#takes(session, pdu), this.slow));
  }

  #takes(session, pdu) {
    const refusal = this.refusals.shift();
    if (refusal) return session.send(pdu.response({ command_status: refusal }));
    const id = `m${(this.#reference += 1)}`;
    session.send(pdu.response({ message_id: id }));
    const { message, udh } = pdu.short_message;
    const from = pdu.source_addr;
    const to = `+${pdu.destination_addr}`;
    if (!udh?.length) return this.received.push({ to, from, text: message, id, receipt: pdu.registered_delivery });
    const [, , reference, total, number] = udh[0];
    const key = `${to} ${reference}`;
    const parts = this.#parts.get(key) ?? this.#parts.set(key, new Map()).get(key);
    parts.set(number, message);
    if (parts.size < total) return undefined;
    const text = [...parts.keys()].sort((a, b) => a - b).map((part) => parts.get(part)).join("");
    return this.received.push({ to, from, text, id, receipt: pdu.registered_delivery });
  }

  /** All texts that a telephone has received. */
  texts(phone) {
    return this.received.filter(({ to }) => to === phone).map(({ text }) => text);
  }

  /** The text that a telephone receives as number `count`. */
  async text(phone, count = 1) {
    await until(() => this.texts(phone).length >= count, `${phone} receives ${count} messages`);
    return this.texts(phone)[count - 1];
  }

  /** A telephone sends a message; resolves when the service has acknowledged it. */
  async sends(phone, text, more = {}) {
    const pdu = { source_addr: phone.slice(1), destination_addr: "1414", data_coding: 8, ...more };
    pdu.short_message ??= Buffer.from(text, "utf16le").swap16();
    return this.#delivers(pdu);
  }

  /** The same in parts of a few letters, in this order. */
  async sendsInParts(phone, parts, order) {
    this.#reference += 1;
    for (const number of order) {
      const udh = Buffer.from([5, 0, 3, this.#reference & 0xff, parts.length, number]);
      const text = Buffer.from(parts[number - 1], "utf16le").swap16();
      await this.#delivers({
        source_addr: phone.slice(1),
        destination_addr: "1414",
        data_coding: 8,
        esm_class: 0x40,
        short_message: Buffer.concat([udh, text]),
      });
    }
  }

  /** Says that a telephone has a message. */
  async delivered({ to, id }) {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611251200 done date:2611251201 stat:DELIVRD err:000 text:`;
    return this.#delivers({ source_addr: to.slice(1), destination_addr: "1414", esm_class: 4, short_message: text });
  }

  async #delivers(pdu) {
    const [session] = await until(() => this.sessions.size > 0 && [...this.sessions], "somebody is there");
    const patience = AbortSignal.timeout(10_000);
    return new Promise((resolve, reject) => {
      patience.addEventListener("abort", () => reject(new Error("not acknowledged")));
      session.deliver_sm(pdu, ({ command_status }) => resolve(command_status));
    });
  }
}
