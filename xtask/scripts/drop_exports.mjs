// A step of the page's build, before wasm-opt: `node drop_exports.mjs FOLDER`.
//
// wasm-bindgen offers every class that a package exports to JavaScript. Nobody calls those of this
// page, so here they go, from the bindings and from the wasm; wasm-opt then drops what only they used.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withExports } from "./wasm_module.mjs";

const folder = process.argv[2];
const only = (ending) => {
  const found = readdirSync(folder).filter((name) => name.endsWith(ending));
  if (found.length !== 1) {
    throw new Error(`one file should end with ${ending}: ${found.join(", ") || "there is none"}`);
  }
  return join(folder, found[0]);
};

const wasm = only("_bg.wasm");
const bindings = wasm.replace("_bg.wasm", ".js");
const CLASS = /^export class \w+ \{[\s\S]*?^\}\n(?:if \(Symbol\.dispose\).*\n)?/gm;
const FINALIZATION = /^const \w+Finalization = [\s\S]*?;\n/gm;
const called = (code) => new Set([...code.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));

const code = readFileSync(bindings, "utf8");
const classes = [...(code.match(CLASS) ?? []), ...(code.match(FINALIZATION) ?? [])].join("");
const rest = code.replace(CLASS, "").replace(FINALIZATION, "");
const needed = called(rest);
const dropped = new Set([...called(classes)].filter((name) => !needed.has(name)));
writeFileSync(bindings, rest);
writeFileSync(wasm, withExports(readFileSync(wasm), (name) => !dropped.has(name)));
console.log(`dropped ${dropped.size} exports`);
