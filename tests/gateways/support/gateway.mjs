// An SMS gateway by HTTP, and telephones behind it.
import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";

import { until } from "../../e2e/support/until.mjs";

export const TOKEN = "gateway-token";
const KEY = randomBytes(32);
export const SECRET = `whsec_${KEY.toString("base64")}`;

export class Gateway {
  #server;
  received = new Map();
  /** Statuses that the next messages are answered with. */
  refusals = [];

  static async start() {
    const gateway = new Gateway();
    gateway.#server = createServer((request, response) => gateway.#takes(request, response));
    await new Promise((resolve) => gateway.#server.listen(0, "127.0.0.1", resolve));
    gateway.url = `http://127.0.0.1:${gateway.#server.address().port}/messages`;
    return gateway;
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #takes(request, response) {
    let body = "";
    for await (const chunk of request) body += chunk;
    const right = request.headers.authorization === `Bearer ${TOKEN}` && request.url === "/messages";
    const status = right ? (this.refusals.shift() ?? 202) : 401;
    const message = JSON.parse(body);
    if (status === 202 && request.headers["idempotency-key"] === message.id) this.received.set(message.id, message);
    response.writeHead(status).end();
  }

  texts(phone) {
    return [...this.received.values()].filter(({ to }) => to === phone).map(({ text }) => text);
  }

  async text(phone, count = 1) {
    await until(() => this.texts(phone).length >= count, `${phone} receives ${count} messages`);
    return this.texts(phone)[count - 1];
  }

  /** Calls the service back; the status of its answer. */
  async says(service, said, { key = KEY, at = Math.floor(Date.now() / 1000) } = {}) {
    const body = typeof said === "string" ? said : JSON.stringify(said);
    const id = "msg_1";
    const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
    const answer = await fetch(`${service.url}/gateways/sms`, {
      method: "POST",
      headers: { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,${signature}` },
      body,
    });
    return answer.status;
  }
}
