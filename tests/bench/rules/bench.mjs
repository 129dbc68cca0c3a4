// Our engine beside others, on the same tables and cases: `node bench.mjs`, run by
// `cargo xtask bench rules`. BENCH_NATIVE is the program of native/, BENCH_WASM the folder of the
// wasm module, BENCH_FOLDER where tables are written. Fails if two engines differ in an answer.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { engines, Native } from "./engines.mjs";
import * as forms from "./forms.mjs";
import { cases, OUTCOMES, reference, SIZES, table } from "./table.mjs";

const { BENCH_NATIVE, BENCH_WASM, BENCH_FOLDER } = process.env;
const ROUNDS = 5;
/** How long one engine is timed at a time. */
const MILLISECONDS = 60;

const tables = SIZES.map((size) => {
  const made = table(size);
  const folder = join(BENCH_FOLDER, String(size));
  const given = cases(made);
  mkdirSync(folder, { recursive: true });
  const json = (kind) => given[kind].map((facts) => JSON.stringify(facts));
  for (const kind of Object.keys(given)) writeFileSync(join(folder, `${kind}.json`), JSON.stringify(json(kind)));
  writeFileSync(join(folder, "table.toml"), forms.toml(made, OUTCOMES));
  writeFileSync(join(folder, "zen.json"), JSON.stringify(forms.zen(made)));
  writeFileSync(join(folder, "hand.mjs"), forms.javascript(made));
  const expected = given.complete.map((facts) => reference(made, facts));
  return { size, made, folder, given, json, expected };
});

const native = new Native(BENCH_NATIVE, BENCH_FOLDER);
for (const it of tables) {
  it.compiled = (await native.ask("open", it.size)).milliseconds;
}
const { all, absent } = await engines(BENCH_WASM);

/** One engine on one table: answers to a list of cases, and nanoseconds a decision. */
const contestants = [];
for (const it of tables) {
  for (const engine of all) {
    const opened = await engine.open(it.made, it.folder);
    contestants.push({
      name: engine.name,
      it,
      answers: async (kind) => {
        const answers = [];
        for (const json of it.json(kind)) answers.push(await opened.outcome(json));
        return answers;
      },
      time: (trace) => time(it.json("complete"), (json) => opened.decide(json, trace)),
      typed: opened.typed && (() => time(it.given.complete, opened.typed)),
    });
  }
  for (const [name, engine] of [["ours, Rust", "ours"], ["ZEN 2.1.6, Rust", "zen"]]) {
    contestants.push({
      name,
      it,
      answers: (kind) => native.ask("answers", engine, it.size, `${kind}.json`),
      time: (trace) => native.ask("time", engine, it.size, trace, MILLISECONDS),
      typed: engine === "ours" && (() => native.ask("time", "typed", it.size, false, MILLISECONDS)),
    });
  }
}

async function time(cases, decide) {
  const started = process.hrtime.bigint();
  let count = 0;
  for (;;) {
    for (const it of cases) {
      const answer = decide(it);
      // A promise costs a turn of the loop, which an engine without promises does not pay.
      if (typeof answer === "object") await answer;
      count += 1;
      if (count % 16 === 0) {
        const elapsed = Number(process.hrtime.bigint() - started);
        if (elapsed > MILLISECONDS * 1e6) return elapsed / count;
      }
    }
  }
}

// The same answers first: a fast wrong answer is worth nothing.
let mismatches = 0;
const guesses = new Map();
for (const contestant of contestants) {
  const { name, it } = contestant;
  const complete = await contestant.answers("complete");
  const wrong = complete.filter((answer, index) => answer !== it.expected[index]).length;
  if (wrong > 0) {
    console.log(`${name}, ${it.size} rows: ${wrong} of ${complete.length} answers differ from the table`);
    mismatches += wrong;
  }
  const open = await contestant.answers("open");
  const settled = await contestant.answers("settled");
  const sum = guesses.get(name) ?? { given: 0, open: 0, withheld: 0, settled: 0 };
  sum.given += open.filter((answer) => answer !== null).length;
  sum.open += open.length;
  sum.withheld += settled.filter((answer) => answer === null).length;
  sum.settled += settled.length;
  guesses.set(name, sum);
}

const KINDS = ["plain", "trace", "typed"];
const times = new Map();
for (let round = 0; round < ROUNDS; round++) {
  for (const contestant of contestants) {
    for (const kind of KINDS) {
      const { name, it } = contestant;
      if (kind === "typed" && !contestant.typed) continue;
      const found = kind === "typed" ? await contestant.typed() : await contestant.time(kind === "trace");
      const key = [name, kind, it.size].join();
      times.set(key, [...(times.get(key) ?? []), found]);
    }
  }
}
native.close();

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const micro = (nanoseconds) => {
  const digits = nanoseconds < 1e4 ? 3 : nanoseconds < 1e6 ? 1 : 0;
  return (nanoseconds / 1000).toFixed(digits);
};
const row = (head, cells) => console.log(head.padEnd(32) + cells.map((it) => it.padStart(18)).join(""));
const names = [...new Set(contestants.map(({ name }) => name))];
const titles = {
  plain: "JSON in, JSON out",
  trace: "JSON in, JSON out with a trace",
  typed: "Facts and answers as values of the language, no JSON",
};
for (const kind of KINDS) {
  console.log(`\n${titles[kind]}: µs a decision, least / median of ${ROUNDS} rounds`);
  row("rows", SIZES.map(String));
  for (const name of names) {
    if (!times.has([name, kind, SIZES[0]].join())) continue;
    row(name, SIZES.map((size) => {
      const found = times.get([name, kind, size].join());
      return `${micro(Math.min(...found))} / ${micro(median(found))}`;
    }));
  }
}
console.log("\nFrom the table's text to being ready, Rust: ms");
row("ours, Rust", tables.map(({ compiled }) => compiled.toFixed(1)));
console.log("\nA fact is missing: answers given although it matters, and withheld although it does not");
for (const [name, { given, open, withheld, settled }] of guesses) {
  row(name, [`${given} of ${open}`, `${withheld} of ${settled}`]);
}
for (const line of absent) console.log(`\n${line}`);

// What the project promises; the numbers of other programs are only shown.
const least = (name, kind, size) => Math.min(...(times.get([name, kind, size].join()) ?? [NaN]));
const zens = names.filter((name) => name.startsWith("ZEN") && name.includes("npm"));
const slowerBy = (kind) => Math.min(...SIZES.flatMap((size) =>
  zens.map((name) => least(name, kind, size) / least("ours, wasm", kind, size))));
const ourGuesses = ["ours, wasm", "ours, Rust"].map((name) => guesses.get(name));
const promises = [
  ["wasm with a trace, 10 rows: at most 2 µs", least("ours, wasm", "trace", 10) / 1000, (it) => it <= 2],
  ["wasm with a trace, 8,000 rows: at most 2 µs", least("ours, wasm", "trace", 8000) / 1000, (it) => it <= 2],
  ["ZEN from npm takes at least 50 times as long, plain", slowerBy("plain"), (it) => it >= 50],
  ["ZEN from npm takes at least 50 times as long, trace", slowerBy("trace"), (it) => it >= 50],
  ...SIZES.map((size) => [
    `typed, ${size} rows: at most 10 times JavaScript by hand`,
    least("ours, Rust", "typed", size) / least("JavaScript by hand", "typed", size),
    (it) => it <= 10,
  ]),
  [
    "800 times the rows: less than 800 times the time",
    least("ours, wasm", "trace", 8000) / least("ours, wasm", "trace", 10),
    (it) => it < 800,
  ],
  ["answers given although a fact mattered: 0", ourGuesses.reduce((sum, { given }) => sum + given, 0), (it) => it === 0],
  ["answers withheld although none mattered: 0", ourGuesses.reduce((sum, { withheld }) => sum + withheld, 0), (it) => it === 0],
  ["answers that differ: 0", mismatches, (it) => it === 0],
];
console.log("\nWhat is promised");
for (const [promise, found, kept] of promises) {
  console.log(`${kept(found) ? "kept  " : "BROKEN"} ${promise.padEnd(56)} ${found.toFixed(2)}`);
}
process.exit(promises.every(([, found, kept]) => kept(found)) ? 0 : 1);
