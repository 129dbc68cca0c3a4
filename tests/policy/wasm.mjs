// The verdict module for wasm (crates/verdict-wasm), as node loads it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where `cargo xtask test` has put the module. */
export const folder =
  process.env.TIRKEU_VERDICT_WASM ?? new URL("../../target/verdict-wasm", import.meta.url).pathname;

/** The module's functions: `cases`, `evaluate`, `verdict`. */
export async function load() {
  const glue = await import(pathToFileURL(join(folder, "verdict_wasm.js")));
  await glue.default({ module_or_path: readFileSync(join(folder, "verdict_wasm_bg.wasm")) });
  return glue;
}

/** What of a case's expectations `found` does not meet, as sentences. */
export function unmet(expected, found) {
  const problems = [];
  if (found.outcome !== expected.expect) {
    problems.push(`expected ${expected.expect}, found ${found.outcome}`);
  }
  if (expected.consent !== undefined && found.consent !== expected.consent) {
    problems.push(`expected consent ${expected.consent}, found ${found.consent}`);
  }
  for (const rule of expected.because ?? []) {
    if (!found.because.includes(rule)) {
      problems.push(`${rule} is not among ${found.because}`);
    }
  }
  if (expected.missing !== undefined && String(expected.missing) !== String(found.missing)) {
    problems.push(`expected missing ${expected.missing}, found ${found.missing}`);
  }
  return problems;
}
