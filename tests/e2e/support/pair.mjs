// Two servers on one PostgreSQL behind one address, each of which may die at any time.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Postgres } from "./postgres.mjs";
import { Proxy } from "./proxy.mjs";
import { BINARY, PAGE, Service, freePort } from "./service.mjs";
import { until } from "./until.mjs";

/**
 * The servers share the database and, because the telephones of the sandbox stand in a file there,
 * the folder of their data. Of the rest of the sandbox only its clock is each server's own: nobody
 * may move it here.
 */
export class Pair extends Service {
  #running = [];

  static async start() {
    const pair = new Pair();
    pair.postgres = await Postgres.start();
    pair.folder = await mkdtemp(join(tmpdir(), "tirkeu-pair-"));
    pair.port = await freePort();
    pair.url = `http://127.0.0.1:${pair.port}`;
    pair.ports = [await freePort(), await freePort()];
    pair.proxy = await Proxy.start(pair.port, pair.ports);
    try {
      // One after the other: the first makes the tables.
      for (const place of [0, 1]) await pair.run(place);
    } catch (error) {
      await pair.stop();
      throw new Error(`${error.message}: ${error.cause?.message}`, { cause: error });
    }
    return pair;
  }

  /** Starts one of them. */
  async run(place) {
    const options = ["serve", "--sandbox", "--port", String(this.ports[place]), "--data", this.folder];
    options.push("--page", PAGE, "--database", this.postgres.url, "--public-url", this.url);
    const child = spawn(BINARY, options, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
    this.#running[place] = { child, ended: new Promise((resolve) => child.once("close", resolve)) };
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${log}`);
      return (await fetch(`http://127.0.0.1:${this.ports[place]}/readyz`)).ok;
    }, "a server starts");
  }

  /** Ends one of them as a power cut would. */
  async kill(place) {
    const { child, ended } = this.#running[place];
    child.kill("SIGKILL");
    await ended;
    await this.proxy.forgotten(place);
  }

  /** Starts again whichever does not run. */
  async mend() {
    for (const place of [0, 1]) {
      const { child } = this.#running[place];
      if (child.exitCode !== null || child.signalCode !== null) await this.run(place);
    }
  }

  async forward() {
    throw new Error("the clock of the sandbox is each server's own");
  }

  async stop() {
    for (const { child, ended } of this.#running) {
      child.kill("SIGTERM");
      await ended;
    }
    await this.proxy.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
