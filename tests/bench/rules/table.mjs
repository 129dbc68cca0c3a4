// The tables and the cases that every engine gets, from one seed.

const SEED = 20260131;
export const SIZES = [10, 100, 1000, 8000];

/** The facts: texts, whole numbers, numbers, yes or no. */
const SERVICES = ["permanent", "temporary"];
const AGES = [14, 16, 18, 21, 30, 40, 50, 60, 65, 70, 80];
const MONTHS = [3, 6, 12, 24, 36];
const AREAS = [12.5, 18, 25, 37.5, 50, 75, 100];
export const OUTCOMES = ["refused", "visit", "online", "later", "fee"];

/** Numbers from 0 up to 1 by mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A table whose first row that applies decides, as a list of rows {id, cells, outcome}, and its
 * facts as {name, type, values | min, max}. A cell is {fact, texts}, {fact, flag} or
 * {fact, low, high}: from low, and under high. The last row takes everything.
 */
export function table(size) {
  const next = random(SEED + size);
  const below = (n) => Math.floor(next() * n);
  const one = (list) => list[below(list.length)];
  const districts = Array.from({ length: Math.max(5, Math.round(size / 40)) }, (_, n) => `d${n}`);
  const facts = [
    { name: "district", type: "text", values: districts },
    { name: "service", type: "text", values: SERVICES },
    { name: "age", type: "whole", min: 0, max: 120 },
    { name: "months", type: "whole", min: 1, max: 60 },
    { name: "area", type: "number", min: 0, max: 500 },
    { name: "owner", type: "boolean" },
  ];
  const span = (fact, bounds) => {
    const from = below(bounds.length);
    const to = from + 1 + below(bounds.length - from);
    // An interval, or one side of a bound.
    if (next() < 0.5 && to < bounds.length) return { fact, low: bounds[from], high: bounds[to] };
    return next() < 0.5 ? { fact, low: bounds[from] } : { fact, high: bounds[from] };
  };
  const rows = Array.from({ length: size - 1 }, (_, n) => {
    const cells = [];
    const where = next();
    if (where < 0.8) cells.push({ fact: "district", texts: [one(districts)] });
    else if (where < 0.99) cells.push({ fact: "district", texts: [one(districts), one(districts)] });
    if (next() < 0.4) cells.push({ fact: "service", texts: [one(SERVICES)] });
    if (next() < 0.6 || where >= 0.99) cells.push(span("age", AGES));
    if (next() < 0.4 || where >= 0.99) cells.push(span("months", MONTHS));
    if (next() < 0.4 || where >= 0.99) cells.push(span("area", AREAS));
    if (next() < 0.3) cells.push({ fact: "owner", flag: next() < 0.5 });
    return { id: `R${n + 1}`, cells, outcome: one(OUTCOMES) };
  });
  for (const row of rows) {
    for (const cell of row.cells) if (cell.texts) cell.texts = [...new Set(cell.texts)];
  }
  rows.push({ id: `R${size}`, cells: [], outcome: "refused" });
  return { size, facts, rows };
}

/** The index of a cell's fact, for engines that know facts by place. */
export const holds = (cell, value) =>
  cell.texts ? cell.texts.includes(value)
  : cell.flag !== undefined ? value === cell.flag
  : (cell.low === undefined || value >= cell.low) && (cell.high === undefined || value < cell.high);

/** The outcome of a complete case, by going through the rows. */
export const reference = ({ rows }, facts) =>
  rows.find(({ cells }) => cells.every((cell) => holds(cell, facts[cell.fact]))).outcome;

/** Every value of a fact that some cell could tell from others. */
function samples({ facts, rows }, name) {
  const { type, values, min, max } = facts.find((fact) => fact.name === name);
  if (type === "text") return values;
  if (type === "boolean") return [true, false];
  const cells = rows.flatMap(({ cells }) => cells.filter(({ fact }) => fact === name));
  const bounds = cells.flatMap(({ low, high }) => [low, high]).filter((it) => it !== undefined);
  return [...new Set([min, max, ...bounds])];
}

/**
 * Cases of a table: `complete` ones; `open` ones in which a fact is missing that could change the
 * outcome, and `settled` ones in which the fact that is missing could not.
 */
export function cases(table, count = 200) {
  const next = random(SEED ^ table.size);
  const below = (n) => Math.floor(next() * n);
  const values = {
    district: ({ values }) => values[below(values.length)],
    service: ({ values }) => values[below(values.length)],
    age: () => below(100),
    months: () => 1 + below(48),
    area: () => 10 + below(220) / 2,
    owner: () => next() < 0.5,
  };
  const complete = Array.from({ length: count }, () =>
    Object.fromEntries(table.facts.map((fact) => [fact.name, values[fact.name](fact)])));
  const open = [];
  const settled = [];
  for (let n = 0; n < count; n++) {
    const { name } = table.facts[n % table.facts.length];
    const rest = { ...complete[n] };
    delete rest[name];
    const outcomes = new Set(samples(table, name).map((value) => reference(table, { ...rest, [name]: value })));
    (outcomes.size > 1 ? open : settled).push(rest);
  }
  return { complete, open, settled };
}
