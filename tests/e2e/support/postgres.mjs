// A PostgreSQL of the tests' own, in a temporary folder, on a port of its own.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./service.mjs";
import { until } from "./until.mjs";

/** The folder of PostgreSQL's programs, which Debian keeps away from PATH, by version; or nothing. */
export function programs() {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort().reverse() : [];
  const folders = [...versions.map((version) => join(root, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return folders.find((folder) => ["initdb", "postgres", "psql"].every((name) => existsSync(join(folder, name))));
}

export class Postgres {
  static async start() {
    const postgres = new Postgres();
    postgres.folder = await mkdtemp(join(tmpdir(), "tirkeu-postgres-"));
    postgres.port = await freePort();
    postgres.url = `postgres://postgres@127.0.0.1:${postgres.port}/postgres`;
    const data = join(postgres.folder, "data");
    await mkdir(data);
    const user = ordinaryUser();
    if (user) for (const path of [postgres.folder, data]) await chown(path, user.uid, user.gid);
    const options = { cwd: postgres.folder, stdio: "ignore", ...user };
    const run = (name, ...words) => spawn(join(programs(), name), words, options);
    const made = run("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D", data);
    const status = await new Promise((resolve) => made.once("close", resolve));
    if (status !== 0) throw new Error(`initdb ended with ${status}`);
    const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories="];
    const child = run("postgres", "-D", data, "-p", String(postgres.port), ...settings.flatMap((one) => ["-c", one]));
    postgres.child = child;
    await until(() => postgres.#answers(), "PostgreSQL starts");
    return postgres;
  }

  async #answers() {
    const asked = spawn(join(programs(), "psql"), ["-X", "-q", "-c", "SELECT 1", this.url], { stdio: "ignore" });
    return (await new Promise((resolve) => asked.once("close", resolve))) === 0;
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGINT");
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** PostgreSQL does not run as root: then, as the user that Debian made for it, or as nobody. */
function ordinaryUser() {
  if (process.getuid() !== 0) return undefined;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  return { uid: Number(uid), gid: Number(gid) };
}
