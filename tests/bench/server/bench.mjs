// Tirkeu beside Fastify, each alone on one core with the load on the other, by turns. Prints lines of
// name, number, unit and limit with a tab between.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

import autocannon from "autocannon";

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 16;
/** Most that Tirkeu may hold, in MB. */
const MEMORY = 256;

const { BENCH_SERVER, BENCH_PAGE } = process.env;
const FACTS = { service: "temporary", "term.months": 6, "subject.citizenship": "citizen", "applicant.relation": "self", "subject.age": 34 };
const QUESTIONS = {
  verdict: { method: "POST", path: "/api/v1/verdict", headers: { "content-type": "application/json" }, body: JSON.stringify({ on: "2026-11-25", facts: FACTS }) },
  page: { method: "GET", path: "/", headers: { "accept-encoding": "br" } },
};

/** Whoever asks comes from another address each time, as a proxy would say: one address is limited. */
let visitors = 0;
function visitor(request) {
  visitors += 1;
  const address = [visitors >> 16, visitors >> 8, visitors].map((part) => part & 255).join(".");
  return { ...request, headers: { ...request.headers, "x-forwarded-for": `10.${address}` } };
}

/** A process on the first core, once it has said where it listens. */
async function started(command, options, env = {}) {
  const child = spawn("taskset", ["-c", "0", command, ...options], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((resolve, reject) => {
    let said = "";
    child.once("close", (status) => reject(new Error(`${command} ended with ${status}: ${said}`)));
    child.stdout.on("data", (text) => {
      said += text;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) resolve(address[0]);
    });
  });
  child.removeAllListeners("close");
  return { child, url };
}

async function load({ url }, question) {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests: [{ ...question, setupRequest: visitor }] });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}${question.path}: ${result.non2xx} refusals, ${result.errors} errors`);
  return { rate: result.requests.average, p99: result.latency.p99 };
}

function median(numbers) {
  return numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

async function megabytes({ child }) {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return (Number(status.match(/VmHWM:\s+(\d+)/)[1]) * 1024) / 1e6;
}

function line(name, number, unit, limit = "") {
  console.log([name, number, unit, limit].join("\t"));
}

if (cpus().length < 2) throw new Error("two cores are needed, one for the load");
const folder = await mkdtemp(join(tmpdir(), "tirkeu-bench-"));
const ours = await started(BENCH_SERVER, ["serve", "--sandbox", "--port", "0", "--data", folder, "--page", BENCH_PAGE, "--trusted-proxy", "127.0.0.1"]);
const theirs = await started(process.execPath, ["--no-warnings", "fastify.mjs"]);
try {
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const found = { ours: [], theirs: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      found.ours.push(await load(ours, question));
      found.theirs.push(await load(theirs, question));
    }
    const middle = (who, what) => median(found[who].map((one) => one[what]));
    line(`${name}, ours`, middle("ours", "rate"), "/s");
    line(`${name}, Fastify`, middle("theirs", "rate"), "/s");
    line(`${name}, ours against Fastify`, middle("ours", "rate") / middle("theirs", "rate"), "x");
    line(`${name}, ours, p99`, middle("ours", "p99"), "ms");
    line(`${name}, Fastify, p99`, middle("theirs", "p99"), "ms");
  }
  line("memory under load, most", await megabytes(ours), "MB", `<=${MEMORY}`);
} finally {
  for (const { child } of [ours, theirs]) child.kill("SIGTERM");
  await rm(folder, { recursive: true, force: true });
}
