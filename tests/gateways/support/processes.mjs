// The service without its sandbox, and the sandbox's registers as a process of their own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = new URL("../../../", import.meta.url).pathname;
const BINARY = process.env.TIRKEU_BIN ?? join(ROOT, "target/release/tirkeu");
const TOKEN = "registers-token";

/** A process of `tirkeu` that says on which address it listens. */
class Tirkeu {
  log = "";

  constructor(options, env) {
    this.options = options;
    this.env = env;
  }

  async run(port = 0) {
    this.folder ??= await mkdtemp(join(tmpdir(), "tirkeu-gateways-"));
    const options = [...this.options, "--port", String(port), "--data", this.folder];
    const env = { ...process.env, TIRKEU_LOG: "info", ...this.env };
    this.child = spawn(BINARY, options, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.stderr.on("data", (text) => (this.log += text));
    this.url = await new Promise((resolve, reject) => {
      let said = "";
      this.child.stdout.on("data", (text) => {
        said += text;
        const found = said.match(/http:\/\/[0-9.:]+/);
        if (found) resolve(found[0]);
      });
      this.ended.then((status) => reject(new Error(`it ended with ${status}: ${this.log}`)));
    });
    this.port = Number(new URL(this.url).port);
    return this;
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async stop() {
    this.child.kill("SIGTERM");
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function startRegisters() {
  return new Tirkeu(["sandbox", "registers"], { TIRKEU_REGISTERS_TOKEN: TOKEN }).run();
}

/** The service over registers, with the ways to telephones that `options` and `env` name. */
export async function startService(registers, options, env) {
  const folder = await mkdtemp(join(tmpdir(), "tirkeu-gateways-"));
  const keys = join(folder, "keys.toml");
  execFileSync(BINARY, ["keys", "new", keys]);
  const all = ["serve", "--registers", registers.url, "--keys", keys, ...options];
  const service = new Tirkeu(all, { TIRKEU_REGISTERS_TOKEN: TOKEN, ...env });
  service.folder = folder;
  return service.run();
}

/** The telephone of somebody, as the registers have it. */
export async function phoneOf(registers, holder) {
  const answer = await fetch(`${registers.url}/v1/mobile-base/phone`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ holder }),
  });
  return (await answer.json()).phone;
}
