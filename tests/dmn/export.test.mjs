// The exported policy opens in another DMN tool: dmn-moddle, which dmn-js and its kin are built on.
// It knows DMN 1.3, so that is what is exported here; 1.5 differs in the namespaces alone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { DmnModdle } from "dmn-moddle";

const tirkeu = process.env.TIRKEU_BIN;
const folder = mkdtempSync(join(tmpdir(), "tirkeu-dmn-"));
after(() => rmSync(folder, { recursive: true }));

function written(...options) {
  const file = join(folder, "policy.dmn");
  execFileSync(tirkeu, ["rules", "export", "--out", file, ...options]);
  return readFileSync(file, "utf8");
}

/** The policy's own files, counted without reading them as TOML. */
function count(file, pattern) {
  const text = readFileSync(new URL(`../../policy/${file}`, import.meta.url), "utf8");
  return text.match(pattern)?.length ?? 0;
}

const text = written("--dmn", "1.3");
const { rootElement: model, warnings } = await new DmnModdle().fromXML(text);
const named = (name) => model.drgElement.find((element) => element.name === name);
const decisions = model.drgElement.filter((element) => element.$type === "dmn:Decision");

test("it is read without a warning", () => {
  assert.deepEqual(warnings, []);
  assert.equal(model.$type, "dmn:Definitions");
});

test("every table is a decision with a row for each row", () => {
  const rows = (name) => named(name).decisionLogic.rule.length;
  assert.equal(rows("outcome"), count("outcome.toml", /\[\[rule\.when\]\]/g));
  assert.equal(rows("consent_result"), count("consent_result.toml", /\[\[rule\.when\]\]/g));
  assert.equal(rows("notices"), count("notices.toml", /\[\[rule\.when\]\]/g));
  const tables = decisions.filter((it) => it.decisionLogic.$type === "dmn:DecisionTable");
  assert.equal(tables.length, 4);
  for (const { decisionLogic: table } of tables) {
    for (const rule of table.rule) {
      assert.equal(rule.inputEntry.length, table.input.length);
      assert.equal(rule.outputEntry.length, table.output.length);
    }
  }
});

test("a switch is a decision of its own, and a fact an input or a component of one", () => {
  const literals = decisions.filter((it) => it.decisionLogic.$type === "dmn:LiteralExpression");
  assert.equal(literals.length, count("switches.toml", /\[\[switch\]\]/g));
  const inputs = model.drgElement.filter((it) => it.$type === "dmn:InputData");
  const components = model.itemDefinition.flatMap((item) => item.itemComponent ?? []);
  const grouped = new Set();
  const names = readFileSync(new URL("../../policy/facts.toml", import.meta.url), "utf8")
    .match(/^name = "[^"]+"/gm)
    .map((line) => line.slice('name = "'.length, -1));
  for (const name of names.filter((it) => it.includes("."))) grouped.add(name.split(".")[0]);
  const alone = names.filter((it) => !it.includes("."));
  assert.equal(components.length, names.length - alone.length);
  // And one for the day on which the rules are asked.
  assert.equal(inputs.length, grouped.size + alone.length + 1);
});

test("every requirement leads somewhere, and everything is drawn", () => {
  const ids = new Set(model.drgElement.map((element) => element.id));
  const drawn = new Set();
  for (const element of model.dmnDI.diagrams[0].diagramElements) {
    drawn.add(element.dmnElementRef.id);
  }
  for (const id of ids) assert.ok(drawn.has(id), id);
  for (const decision of decisions) {
    for (const requirement of decision.informationRequirement ?? []) {
      const { href } = requirement.requiredDecision ?? requirement.requiredInput;
      assert.ok(ids.has(href.slice(1)), href);
      assert.ok(drawn.has(requirement.id), requirement.id);
    }
  }
});

test("what DMN has no word for is in extension elements, which another tool keeps", async () => {
  const rule = named("outcome").decisionLogic.rule[0];
  const [own] = rule.extensionElements.values;
  assert.equal(own.$type, "tirkeu:rule");
  assert.equal(own.id, "R19");
  const { xml } = await new DmnModdle().toXML(model, { format: true });
  assert.equal(xml.match(/<tirkeu:rule /g).length, text.match(/<tirkeu:rule /g).length);
});

test("1.5 differs in the namespaces alone", () => {
  const plain = (xml) => xml.replaceAll(/DMN\/20(230324|191111)\//g, "DMN/");
  assert.equal(plain(written()), plain(text));
});

test("a model that another tool has written again becomes the same policy", async () => {
  const { xml } = await new DmnModdle().toXML(model, { format: true });
  const file = join(folder, "again.dmn");
  writeFileSync(file, xml);
  const out = join(folder, "policy");
  execFileSync(tirkeu, ["rules", "import", file, "--out", out]);
  assert.equal(written("--dmn", "1.3", "--policy", out), text);
});
