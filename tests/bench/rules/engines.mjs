// The engines, each as functions from the JSON of a case to the JSON of an answer.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { Engine } from "json-rules-engine";

import { jsonRules } from "./forms.mjs";

const require = createRequire(import.meta.url);

/**
 * Each engine: its name, and `open(table, folder)` which gives `decide(json, trace)`, the JSON of
 * an answer, and `outcome(json)`, the outcome or null where there is none.
 */
export async function engines(wasm) {
  const all = [ours(await module(wasm)), javascript, jsonRulesEngine];
  const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
  const absent = [];
  for (const [name, label, load] of [
    ["@gorules/zen-engine", "npm", () => require("@gorules/zen-engine")],
    ["@gorules/zen-engine-wasm32-wasi", "npm, WASI", () => require("@gorules/zen-engine-wasm32-wasi/zen-engine.wasi.cjs")],
  ]) {
    try {
      all.push(zen(`ZEN ${version(name)}, ${label}`, load()));
    } catch (error) {
      absent.push(`${name} could not be loaded: ${error.message.split("\n")[0]}`);
    }
  }
  return { all, absent };
}

async function module(folder) {
  const glue = await import(pathToFileURL(join(folder, "verdict_wasm.js")));
  const { memory } = await glue.default({ module_or_path: readFileSync(join(folder, "verdict_wasm_bg.wasm")) });
  return { ...glue, memory };
}

/** The most bytes that the facts of a case take. */
const ROOM = 4096;

const ours = ({ Tables, memory }) => ({
  name: "ours, wasm",
  open(table, folder) {
    const tables = new Tables(readFileSync(join(folder, "policy.bin")), "bench", "2026-01-31");
    const given = tables.given(ROOM);
    let bytes = Buffer.from(memory.buffer);
    const decide = (json, trace) => {
      // Memory that has grown is another buffer.
      if (bytes.buffer !== memory.buffer) bytes = Buffer.from(memory.buffer);
      const length = tables.run(bytes.utf8Write(json, given, ROOM), trace);
      const answer = tables.answer();
      if (bytes.buffer !== memory.buffer) bytes = Buffer.from(memory.buffer);
      if (length < 0) throw new Error(bytes.utf8Slice(answer, answer - length));
      return bytes.utf8Slice(answer, answer + length);
    };
    return { decide, outcome: (json) => JSON.parse(decide(json, false)).outputs?.outcome ?? null };
  },
});

const javascript = {
  name: "JavaScript by hand",
  async open(table, folder) {
    const { decide, outcomes, ids } = await import(pathToFileURL(join(folder, "hand.mjs")));
    const outcome = (facts) => outcomes[decide(facts)] ?? null;
    return {
      decide(json, trace) {
        const row = decide(JSON.parse(json));
        return JSON.stringify(trace ? { outcome: outcomes[row], rule: ids[row] } : { outcome: outcomes[row] });
      },
      outcome: (json) => outcome(JSON.parse(json)),
      typed: decide,
    };
  },
};

const jsonRulesEngine = {
  name: "json-rules-engine",
  open(table) {
    // Without this it throws when a fact is missing.
    const engine = new Engine(jsonRules(table), { allowUndefinedFacts: true });
    engine.on("success", (_event, almanac, _result) => engine.stop());
    const run = (json) => engine.run(JSON.parse(json));
    return {
      async decide(json, trace) {
        const { events, results, failureResults } = await run(json);
        const [event] = events;
        if (!trace) return JSON.stringify({ outcome: event?.params.outcome });
        return JSON.stringify({ outcome: event?.params.outcome, results, failureResults });
      },
      outcome: async (json) => (await run(json)).events[0]?.params.outcome ?? null,
    };
  },
};

const zen = (name, { ZenEngine, ZenDecisionContent }) => ({
  name,
  open(table, folder) {
    const content = readFileSync(join(folder, "zen.json"));
    const decision = new ZenEngine().createDecision(new ZenDecisionContent(content));
    return {
      async decide(json, trace) {
        const answer = await decision.evaluate(JSON.parse(json), { trace });
        return JSON.stringify(trace ? answer : answer.result);
      },
      outcome: async (json) => (await decision.evaluate(JSON.parse(json))).result?.outcome ?? null,
    };
  },
});

/** The engines that are Rust programs: answers a line for each line asked. */
export class Native {
  constructor(program, folder) {
    this.child = spawn(program, [folder], { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(...words) {
    this.child.stdin.write(words.join(" ") + "\n");
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the native engines ended at ${words.join(" ")}`);
    return JSON.parse(value);
  }

  close() {
    this.child.stdin.end();
  }
}
