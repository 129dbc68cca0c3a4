// Tirkeu beside Fastify, each alone on one core with the load on the other, by turns. Prints lines of
// name, number, unit and limit with a tab between.
//
// The load is a program in Node on one core, and on a small page both servers can do more than it can
// ask. So what is compared is the time of the processor that an answer takes, and how long answers
// take at one and the same rate. The rates under full load are told with how busy the server was.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

import autocannon from "autocannon";

import { paced } from "./paced.mjs";

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 16;
/** Requests a second that both servers and the load have room for. */
const RATE = 2000;
/** A server that uses more of its core than this is the limit itself. */
const BUSY = 0.95;
/** In how many parts of a second the kernel tells the time of a process. */
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
/** Most that Tirkeu may hold, in MB. */
const MEMORY = 256;

const { BENCH_SERVER } = process.env;
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

/** Seconds of the processor that a process has used, all of its threads together. */
async function processor({ child }) {
  const stat = await readFile(`/proc/${child.pid}/stat`, "utf8");
  // The name of the program stands in brackets and may have anything in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [utime, stime] = [Number(fields[11]), Number(fields[12])];
  return (utime + stime) / TICKS;
}

/** As many requests as the load can make. */
async function full(server, question) {
  const [before, began] = [await processor(server), performance.now()];
  const result = await autocannon({ url: server.url, connections: CONNECTIONS, duration: SECONDS, requests: [{ ...question, setupRequest: visitor }] });
  const [used, seconds] = [(await processor(server)) - before, (performance.now() - began) / 1000];
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${server.url}${question.path}: ${result.non2xx} refusals, ${result.errors} errors`);
  return { rate: result.requests.average, each: used / result.requests.total, busy: used / seconds };
}

/** The same number of requests for both. */
async function steady(server, question) {
  const took = await paced({ url: server.url, question, rate: RATE, seconds: SECONDS, connections: CONNECTIONS, visitor });
  return { p99: took[Math.floor(took.length * 0.99)] };
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
const ours = await started(BENCH_SERVER, ["serve", "--sandbox", "--port", "0", "--data", folder, "--trusted-proxy", "127.0.0.1"]);
const theirs = await started(process.execPath, ["--no-warnings", "fastify.mjs"]);
try {
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const found = { ours: [], theirs: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [who, server] of Object.entries({ ours, theirs })) {
        found[who].push({ ...(await full(server, question)), ...(await steady(server, question)) });
      }
    }
    const middle = (who, what) => median(found[who].map((one) => one[what]));
    const rate = (who, server) => {
      const busy = middle(who, "busy");
      const limit = busy > BUSY ? "server is the limit" : `load is the limit, server busy ${Math.round(busy * 100)}%`;
      line(`${name}, ${server}, full load (${limit})`, middle(who, "rate"), "/s");
    };
    line(`${name}, ours, processor for each`, middle("ours", "each") * 1e6, "us");
    line(`${name}, Fastify, processor for each`, middle("theirs", "each") * 1e6, "us");
    line(`${name}, ours against Fastify, answers for a second of processor`, middle("theirs", "each") / middle("ours", "each"), "x");
    line(`${name}, ours, p99 at ${RATE}/s`, middle("ours", "p99"), "ms");
    line(`${name}, Fastify, p99 at ${RATE}/s`, middle("theirs", "p99"), "ms");
    rate("ours", "ours");
    rate("theirs", "Fastify");
  }
  line("memory under load, most", await megabytes(ours), "MB", `<=${MEMORY}`);
} finally {
  for (const { child } of [ours, theirs]) child.kill("SIGTERM");
  await rm(folder, { recursive: true, force: true });
}
