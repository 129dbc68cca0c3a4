// The real server with the real page, on a database of its own, in sandbox mode.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Phone } from "./phone.mjs";
import { until } from "./until.mjs";

const ROOT = new URL("../../../", import.meta.url).pathname;
export const BINARY = process.env.TIRKEU_BIN ?? join(ROOT, "target/release/tirkeu");
export const PAGE = process.env.TIRKEU_PAGE ?? join(ROOT, "dist");

export class Service {
  #child;
  #log = "";
  #people;
  #phones = new Map();

  /** Starts a server of its own on a port of its own. */
  static async start() {
    const service = new Service();
    service.folder = await mkdtemp(join(tmpdir(), "tirkeu-"));
    service.port = await freePort();
    service.url = `http://127.0.0.1:${service.port}`;
    await service.run();
    return service;
  }

  /** Runs the server on what is in its folder: the first time nothing, later what was kept. */
  async run() {
    const options = ["serve", "--sandbox", "--port", String(this.port), "--data", this.folder, "--page", PAGE];
    const child = spawn(BINARY, options, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => (this.#log += text));
    }
    this.ended = new Promise((resolve) => child.once("close", resolve));
    this.#child = child;
    try {
      await until(async () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
        return (await fetch(`${this.url}/healthz`)).ok;
      }, "the server starts");
    } catch (error) {
      throw new Error(`${error.message}; it said:\n${this.#log}`, { cause: error.cause });
    }
  }

  /** Ends the server as a power cut would: nothing is said good-bye to. */
  async kill() {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** Ends the server in good order and removes what it kept. */
  async stop() {
    this.#child.kill("SIGTERM");
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Moves the sandbox clock forward. */
  async forward(minutes) {
    await this.#sandbox("clock", { forward_seconds: minutes * 60 });
  }

  /** Sets the sandbox's NCALayer: what it does wrong, and who sits before it. */
  async ncalayer(settings) {
    await this.#sandbox("ncalayer", settings);
  }

  /** A person of `sandbox/people.toml` by key. */
  async person(key) {
    const { people } = await this.#inhabitants();
    const person = people.find((one) => one.key === key);
    if (!person) throw new Error(`nobody in the sandbox is called ${key}`);
    return person;
  }

  /** An organisation of the sandbox by BIN. */
  async organisation(bin) {
    const { organisations } = await this.#inhabitants();
    return organisations.find((one) => one.bin === bin);
  }

  async #inhabitants() {
    this.#people ??= await (await fetch(`${this.url}/sandbox/api/people`)).json();
    return this.#people;
  }

  /** The telephone with a number; the same object each time, so that it knows what was read. */
  phone(number) {
    if (!this.#phones.has(number)) this.#phones.set(number, new Phone(this, number));
    return this.#phones.get(number);
  }

  /** The telephone of a person by key. */
  async phoneOf(key) {
    return this.phone((await this.person(key)).phone);
  }

  /** Sends an SMS to 1414. */
  async reply(phone, text) {
    await this.#sandbox("replies", { phone, text });
  }

  async #sandbox(what, body) {
    const answer = await fetch(`${this.url}/sandbox/api/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`/sandbox/api/${what}: ${answer.status} ${await answer.text()}`);
  }
}

/** Runs `tirkeu` to its end: its exit status and what it wrote. */
export async function tirkeu(...options) {
  const child = spawn(BINARY, options, { stdio: ["ignore", "pipe", "pipe"] });
  const said = { status: undefined, out: "", error: "" };
  child.stdout.on("data", (text) => (said.out += text));
  child.stderr.on("data", (text) => (said.error += text));
  said.status = await new Promise((resolve) => child.once("close", resolve));
  return said;
}

/** A port on which nobody listens. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
