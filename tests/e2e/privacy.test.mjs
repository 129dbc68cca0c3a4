// Nothing about an owner beyond what the applicant typed, and nothing about who has a telephone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "./support/client.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open();

const FLAT = "0275300100520007";
const WRONG_FLAT = "0275300100520009";
const NO_FLAT = "0275300100529999";

/** A number with the right check digit that nobody has (identification numbers, weights 1 to 11). */
function iinOfNobody(serial) {
  const digits = `990101${300 + (serial % 100)}${serial % 10}0`.slice(0, 11).split("").map(Number);
  const sum = (shift) => digits.reduce((sum, digit, index) => sum + digit * (((index + shift) % 11) + 1), 0) % 11;
  const check = sum(0) === 10 ? sum(2) : sum(0);
  return check === 10 ? iinOfNobody(serial + 1) : digits.join("") + check;
}

/** A body with its times left out. */
function untimed(text) {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…");
}

async function check(client, rca, owner) {
  const request = { service: "temporary", months: 6, subject: "myself", rca, ownership: "none", owner, state_rental: false };
  const answer = await client.post("dwelling-check", request);
  assert.equal(answer.status, 200, answer.text);
  return untimed(answer.text);
}

async function file(client, rca, owner) {
  const answers = { service: "temporary", months: 6, subject: "myself", ownership: "none", rca, owner };
  const answer = await client.post("applications", { answers, lang: "en" });
  assert.equal(answer.status, 422, answer.text);
  return untimed(answer.text);
}

test("wrong owner, unknown owner, wrong address and unknown address cannot be told apart", async () => {
  const client = new Client(scene.service, "en");
  await client.signIn("yulia");
  const { iin: serik } = await scene.service.person("serik");
  const { iin: galina } = await scene.service.person("galina");
  const tries = [[FLAT, galina], [FLAT, iinOfNobody(7)], [WRONG_FLAT, serik], [NO_FLAT, serik]];
  for (const ask of [check, file]) {
    const answers = [];
    for (const [rca, owner] of tries) answers.push(await ask(client, rca, owner));
    assert.deepEqual([...new Set(answers)].length, 1, answers.join("\n"));
    assert.match(answers[0], /R12/);
    for (const [, owner] of tries) assert.ok(!answers[0].includes(owner));
  }
  assert.match(await check(client, FLAT, serik), /"found":true/, "the right pair is found");
});

test("a wrong number and one without a telephone get the same answer as any other", async () => {
  const { iin: dana } = await scene.service.person("dana");
  const { iin: ivan } = await scene.service.person("ivan");
  const answers = [];
  for (const iin of [dana, ivan, iinOfNobody(3)]) {
    const answer = await new Client(scene.service, "ru").post("sign-in/code", { iin });
    answers.push(`${answer.status} ${untimed(answer.text)}`);
  }
  assert.deepEqual(new Set(answers).size, 1, answers.join("\n"));
  assert.match(answers[0], /^200 /);
});

test("more than five different owners in a day are too many, in the page's words", async () => {
  const client = new Client(scene.service, "kk");
  await client.signIn("dana");
  for (let owner = 10; owner < 15; owner += 1) await check(client, FLAT, iinOfNobody(owner * 7));
  const request = { service: "temporary", months: 6, subject: "myself", rca: FLAT, ownership: "none", owner: iinOfNobody(99), state_rental: false };
  const answer = await client.post("dwelling-check", request);
  assert.equal(answer.status, 429, answer.text);
  assert.equal(answer.body.code, "too_many_owners");
});

test("an applicant never learns who must not agree, nor who the owner is", async () => {
  const tenant = new Client(scene.service, "ru");
  await tenant.signIn("kairat");
  const { iin: roza, name } = await scene.service.person("roza");
  const request = { service: "temporary", months: 6, subject: "myself", rca: "0262300100210004", ownership: "none", owner: roza, state_rental: false };
  const answer = await tenant.post("dwelling-check", request);
  assert.equal(answer.body.decided.outcome, "visit_psc", answer.text);
  assert.equal(answer.body.known.owner_minor ?? null, null);
  assert.equal(answer.body.known.owner_limited ?? null, null);
  assert.ok(!answer.text.includes(name));
  assert.ok(!answer.text.includes(roza));
});

test("what an applicant is shown while owners are asked names no owner and counts none", async () => {
  const marat = await scene.citizen("marat", { lang: "ru" });
  const answers = [];
  marat.page.on("response", (response) => {
    if (response.url().includes("/api/v1/")) answers.push(response.text().catch(() => ""));
  });
  await marat.begins();
  await marat.answers({
    service: "temporary",
    months: 12,
    ownership: "none",
    address: { search: "0271300100170004" },
    owner: "690325382608",
  });
  await marat.files("all_owners");
  const { name, phone } = await scene.service.person("viktor");
  const told = (await Promise.all(answers)).join("\n") + (await marat.page.locator("body").innerText());
  assert.ok(told.includes("0271300100170004"));
  for (const secret of [name, phone, phone.slice(-10), "690325382608"]) assert.ok(!told.includes(secret), secret);
});

test("the session's cookie is out of reach of scripts and other sites", async () => {
  const client = new Client(scene.service);
  const { cookie } = await client.signIn("serik");
  assert.match(cookie, /^tirkeu_session=[^;]{20,}/);
  assert.match(cookie, /; HttpOnly/i);
  assert.match(cookie, /; SameSite=Strict/i);
});
