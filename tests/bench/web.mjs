// What a person with a slow phone waits for: `node web.mjs`, run by `cargo xtask bench web`.
// Prints lines of name, value, unit and budget, between tabs.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { close, newPerson } from "../e2e/support/browser.mjs";
import { Service } from "../e2e/support/service.mjs";
import { folder } from "../policy/wasm.mjs";

const RUNS = 5;
// A cheap phone on a slow mobile network.
const CPU = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (name, value, unit, budget = "") => console.log([name, value, unit, budget].join("\t"));

/** One cold visit: milliseconds until something is painted and until the page answers to input. */
async function visit(service) {
  const { context, page } = await newPerson(service);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU });
  await page.addInitScript(() => {
    // The shell has no main part; the page draws it when it can be used.
    const look = () => {
      if (document.getElementById("main")) window.startedAt = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(service.url);
  await page.waitForFunction(() => window.startedAt !== undefined);
  const times = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const resources = performance.getEntriesByType("resource");
    return {
      paint: paint.startTime,
      input: window.startedAt,
      bytes: resources.reduce((sum, it) => sum + it.transferSize, 0),
    };
  });
  await context.close();
  return times;
}

/** Milliseconds per verdict over every policy case, JSON in and out included. */
async function verdicts(service, rate) {
  const { context, page } = await newPerson(service);
  await page.route("**/verdict-module/*", async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const contentType = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    await route.fulfill({ body: await readFile(join(folder, name)), contentType });
  });
  await page.goto(service.url);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  const times = await page.evaluate(async () => {
    const module = await import("/verdict-module/verdict_wasm.js");
    await module.default();
    const requests = JSON.parse(module.cases())
      .filter(({ goal }) => goal === "verdict")
      .map(({ facts }) => JSON.stringify({ on: "2026-12-01", facts }));
    const begin = performance.now();
    module.verdict(requests[0]);
    const first = performance.now() - begin;
    // Rounds of each case are timed together, for the clock is coarse; the median of several
    // batches leaves out those that something else on the machine has disturbed.
    const [batches, rounds] = [9, 20];
    const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
    const batch = (request) => {
      const start = performance.now();
      for (let round = 0; round < rounds; round += 1) {
        module.verdict(request);
      }
      return (performance.now() - start) / rounds;
    };
    const each = requests.map((request) => middle(Array.from({ length: batches }, () => batch(request))));
    return { first, mean: each.reduce((a, b) => a + b) / each.length, slowest: Math.max(...each) };
  });
  await context.close();
  return times;
}

const service = await Service.start();
try {
  const visits = [];
  for (let run = 0; run < RUNS; run += 1) {
    visits.push(await visit(service));
  }
  const of = (key) => Math.round(median(visits.map((it) => it[key])));
  say("first paint, slow phone", of("paint"), "ms");
  say("first input, slow phone", of("input"), "ms");
  say("transferred", (of("bytes") / 1000).toFixed(1), "KB");
  for (const [about, rate] of [["", 1], [", CPU ÷4", CPU]]) {
    const { first, mean, slowest } = await verdicts(service, rate);
    say(`first verdict, law compiled${about}`, first.toFixed(2), "ms");
    say(`verdict, mean${about}`, mean.toFixed(3), "ms", rate === 1 ? "1" : "");
    say(`verdict, slowest case${about}`, slowest.toFixed(3), "ms", rate === 1 ? "1" : "");
  }
} finally {
  await close();
  await service.stop();
}
