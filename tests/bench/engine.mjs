// The rules engine alone: `node engine.mjs`, run by `cargo xtask bench engine`.
// Prints lines of name, value, unit and budget, between tabs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { browser, close } from "../e2e/support/browser.mjs";
import { folder, load } from "../policy/wasm.mjs";

const RUNS = 51;
// Of the engine in the page, and of the analysis of the whole policy.
const [KILOBYTES, MILLISECONDS] = [60, 50];
// Only this address is asked, and it is answered here.
const NOWHERE = "http://localhost:9";

const say = (name, value, unit, budget = "") => console.log([name, value, unit, budget].join("\t"));

/** What the engine weighs with the law; the glue for JavaScript is not of it. */
async function size(alone) {
  const bytes = readFileSync(join(alone, "verdict_wasm_bg.wasm"));
  const glue = await import(pathToFileURL(join(alone, "verdict_wasm.js")));
  await glue.default({ module_or_path: bytes });
  // It weighs what works.
  assert.equal(glue.decide("2026-03-01", "subject.citizenship=citizen\nsubject.age=13"), "not_separate R1");
  say("engine and law in wasm, raw", (bytes.length / 1000).toFixed(1), "KB");
  say("engine and law in wasm, brotli", (brotliCompressSync(bytes).length / 1000).toFixed(1), "KB", KILOBYTES);
}

/** Milliseconds of the first analysis and the median of many. */
function analyses(module, runs) {
  const once = () => {
    const begin = performance.now();
    const report = JSON.parse(module.analyse());
    if (!report.finished || report.findings !== 0) throw new Error(JSON.stringify(report));
    return performance.now() - begin;
  };
  const first = once();
  const times = Array.from({ length: runs }, once).sort((a, b) => a - b);
  return { first, median: times[Math.floor(runs / 2)] };
}

function tell(where, { first, median }) {
  // The promise is for the browser; Node compiles the whole module first.
  say(`whole-policy analysis, ${where}, first`, first.toFixed(2), "ms", where === "browser" ? MILLISECONDS : "");
  say(`whole-policy analysis, ${where}`, median.toFixed(2), "ms", MILLISECONDS);
}

async function inBrowser() {
  const page = await (await browser()).newPage();
  await page.route(`${NOWHERE}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    if (name === "") return route.fulfill({ body: "<!doctype html>", contentType: "text/html" });
    const contentType = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    return route.fulfill({ body: await readFile(join(folder, name)), contentType });
  });
  await page.goto(`${NOWHERE}/`);
  return page.evaluate(
    async ([source, runs]) => {
      const module = await import("/verdict_wasm.js");
      await module.default();
      return (0, eval)(`(${source})`)(module, runs);
    },
    [String(analyses), RUNS],
  );
}

await size(process.env.BENCH_ENGINE);
tell("node", analyses(await load(), RUNS));
try {
  tell("browser", await inBrowser());
} finally {
  await close();
}
