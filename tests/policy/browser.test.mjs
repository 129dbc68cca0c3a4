// The verdict in a real browser: every policy case holds there, and the server says exactly the
// same.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";

import { close, newPerson } from "../e2e/support/browser.mjs";
import { Service } from "../e2e/support/service.mjs";
import { folder, unmet } from "./wasm.mjs";

const TYPES = { js: "text/javascript", wasm: "application/wasm" };

let service;
let page;

before(async () => {
  service = await Service.start();
  ({ page } = await newPerson(service));
  // The module comes from the service's own address, as the page's content policy demands.
  await page.route("**/verdict-module/*", async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const contentType = TYPES[name.split(".").pop()];
    await route.fulfill({ body: await readFile(join(folder, name)), contentType });
  });
  await page.goto(service.url);
  await page.evaluate(async () => {
    window.verdictModule = await import("/verdict-module/verdict_wasm.js");
    await window.verdictModule.default();
  });
});

after(async () => {
  await close();
  await service?.stop();
});

test("every policy case holds in the browser", async () => {
  const found = await page.evaluate(() => {
    const { cases, evaluate } = window.verdictModule;
    return JSON.parse(cases()).map((one) => [one, JSON.parse(evaluate(JSON.stringify(one)))]);
  });
  const problems = found.map(([one, it]) => [`${one.file}: ${one.name}`, unmet(one, it)]);
  assert.deepEqual(problems.filter(([, list]) => list.length > 0), []);
  assert.ok(found.length >= 120, `only ${found.length} cases`);
});

test("browser and server agree on every policy case, to the letter", async () => {
  const asked = await page.evaluate(() => {
    const { cases, verdict } = window.verdictModule;
    const served = ({ goal, switches }) => goal === "verdict" && Object.keys(switches).length === 0;
    return JSON.parse(cases())
      .filter(served)
      .map(({ file, name, on, facts }) => {
        const request = JSON.stringify({ on, facts });
        return { about: `${file}: ${name}`, request, said: verdict(request) };
      });
  });
  assert.ok(asked.length >= 100, `only ${asked.length} cases`);
  for (const { about, request, said } of asked) {
    const answer = await fetch(`${service.url}/api/v1/verdict`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: request,
    });
    assert.equal(answer.status, 200, about);
    assert.deepEqual(await answer.json(), JSON.parse(said), about);
  }
});
