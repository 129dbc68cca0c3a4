// Every policy case holds in wasm, as node runs it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { load, unmet } from "./wasm.mjs";

const wasm = await load();

for (const given of JSON.parse(wasm.cases())) {
  test(`${given.file}: ${given.name}`, () => {
    assert.deepEqual(unmet(given, JSON.parse(wasm.evaluate(JSON.stringify(given)))), []);
  });
}

test("a request with an unknown fact is refused by name", () => {
  const request = { on: "2026-03-01", facts: { "subject.agee": 15 } };
  assert.throws(() => wasm.verdict(JSON.stringify(request)), /subject\.agee/);
});
