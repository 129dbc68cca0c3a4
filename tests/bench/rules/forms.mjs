// One table in the form of each engine.

const text = (value) => JSON.stringify(value);

/** A FEEL unary test, which zen-engine's cells are as well. */
function feel({ texts, flag, low, high }) {
  if (texts) return texts.map(text).join(", ");
  if (flag !== undefined) return String(flag);
  if (low === undefined) return `< ${high}`;
  return high === undefined ? `>= ${low}` : `[${low}..${high})`;
}

/** Ours: a policy file. */
export function toml({ facts, rows }, outcomes) {
  const declared = facts.map(({ name, type, values, min, max }) =>
    [`[[fact]]`, `name = ${text(name)}`, `type = ${text(type)}`, `asks = "answer"`]
      .concat(values ? `values = ${text(values)}` : [])
      .concat(min === undefined ? [] : [`min = ${min}`, `max = ${max}`])
      .join("\n"));
  const written = rows.map(({ id, cells, outcome }) =>
    [`[[rule]]`, `id = ${text(id)}`, `then = ${text(outcome)}`, `source = "s"`, `confidence = "high"`]
      .concat(`message = ${text(`message of ${id}`)}`, `[[rule.when]]`)
      .concat(cells.map((cell) => `${cell.fact} = '${feel(cell)}'`))
      .join("\n"));
  const head = `[[source]]\nid = "s"\ntitle = "s"\n[table]\nname = "table"\ngoal = "bench"\nhit = "first"\n` +
    `output = "outcome"\nvalues = ${text(outcomes)}`;
  return [...declared, head, ...written].join("\n\n") + "\n";
}

/** zen-engine: a JSON decision model with one table. */
export function zen({ facts, rows }) {
  const inputs = facts.map(({ name }) => ({ id: `in-${name}`, name, field: name }));
  const outputs = [{ id: "out", name: "outcome", field: "outcome" }];
  const rules = rows.map(({ id, cells, outcome }) => ({
    _id: id,
    ...Object.fromEntries(inputs.map((input) => [input.id, ""])),
    ...Object.fromEntries(cells.map((cell) => [`in-${cell.fact}`, feel(cell)])),
    out: text(outcome),
  }));
  const content = { hitPolicy: "first", inputs, outputs, rules };
  const node = (id, type, rest = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, ...rest });
  const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, type: "edge", sourceId, targetId });
  return {
    nodes: [node("input", "inputNode"), node("table", "decisionTableNode", { content }), node("output", "outputNode")],
    edges: [edge("input", "table"), edge("table", "output")],
  };
}

/** json-rules-engine: rules from the most important to the least; the first one to apply stops it. */
export function jsonRules({ rows }) {
  const condition = ({ fact, texts, flag, low, high }) => {
    if (texts) return [{ fact, operator: "in", value: texts }];
    if (flag !== undefined) return [{ fact, operator: "equal", value: flag }];
    return [
      ...(low === undefined ? [] : [{ fact, operator: "greaterThanInclusive", value: low }]),
      ...(high === undefined ? [] : [{ fact, operator: "lessThan", value: high }]),
    ];
  };
  return rows.map(({ id, cells, outcome }, index) => ({
    name: id,
    priority: rows.length - index,
    conditions: { all: cells.flatMap(condition) },
    event: { type: "outcome", params: { outcome, rule: id } },
  }));
}

/**
 * JavaScript as one would write it by hand: a switch over the districts, and in each the rows that
 * can apply there as ifs. `decide` gives the index of the row.
 */
export function javascript({ facts, rows }) {
  const [{ values: districts }] = facts;
  const test = ({ fact, texts, flag, low, high }) => {
    if (texts) return texts.map((it) => `f.${fact} === ${text(it)}`).join(" || ");
    if (flag !== undefined) return `f.${fact} === ${flag}`;
    return [low === undefined ? [] : `f.${fact} >= ${low}`, high === undefined ? [] : `f.${fact} < ${high}`]
      .flat()
      .join(" && ");
  };
  const lines = (rows) =>
    rows.map(({ cells, index }) => {
      const tests = cells.filter(({ fact }) => fact !== "district").map((cell) => `(${test(cell)})`);
      return `      ${tests.length ? `if (${tests.join(" && ")}) ` : ""}return ${index};`;
    });
  const numbered = rows.map((row, index) => ({ ...row, index }));
  const anywhere = numbered.filter(({ cells }) => !cells.some(({ fact }) => fact === "district"));
  const inDistrict = (district) =>
    numbered.filter(({ cells }) => cells.every(({ fact, texts }) => fact !== "district" || texts.includes(district)));
  const branches = districts.map((it) => [`    case ${text(it)}:`, ...lines(inDistrict(it))].join("\n"));
  return [
    `export const outcomes = ${text(rows.map(({ outcome }) => outcome))};`,
    `export const ids = ${text(rows.map(({ id }) => id))};`,
    "export function decide(f) {",
    "  switch (f.district) {",
    ...branches,
    "    default:",
    ...lines(anywhere),
    "  }",
    "}",
    "",
  ].join("\n");
}
