// SMS 1414 by SMPP: the service without its sandbox, a carrier that nobody here wrote, registers in a
// process of their own.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import smpp from "smpp";

import { until } from "../e2e/support/until.mjs";
import { ACCOUNT, Carrier } from "./support/carrier.mjs";
import { Citizen, DANA, SERIK } from "./support/citizen.mjs";
import { phoneOf, startRegisters, startService } from "./support/processes.mjs";

let registers, carrier, service, dana, danasPhone, seriksPhone;

before(async () => {
  registers = await startRegisters();
  danasPhone = await phoneOf(registers, DANA);
  seriksPhone = await phoneOf(registers, SERIK);
});
after(() => registers?.stop());

beforeEach(async () => {
  carrier = await Carrier.start();
  const url = `smpp://${ACCOUNT.id}@127.0.0.1:${carrier.port}`;
  service = await startService(registers, ["--smpp", url], { TIRKEU_SMPP_PASSWORD: ACCOUNT.password });
  dana = new Citizen(service);
});
afterEach(async () => {
  await service?.stop();
  await carrier?.vanishes();
});

/** Dana has signed in and asked Serik; what he was sent. */
async function serikIsAsked() {
  await dana.signsIn(DANA, () => carrier.text(danasPhone));
  const { status, json } = await dana.files();
  assert.equal(status, 201, JSON.stringify(json));
  return carrier.text(seriksPhone);
}

test("an owner is asked, answers, and the tenant signs", async () => {
  const asked = await serikIsAsked();
  assert.match(asked, /1414|\d{4}/);
  assert.equal(carrier.version, 0x34);
  assert.ok(carrier.received.every(({ from, receipt }) => from === "1414" && receipt === 1));
  for (const message of carrier.received) assert.equal(await carrier.delivered(message), smpp.ESME_ROK);
  await until(() => service.log.includes("a receipt"), "the receipt is noted");
  assert.equal(await carrier.sends(seriksPhone, "Иә"), smpp.ESME_ROK);
  await dana.comesTo("awaiting_signature");
  const before = carrier.texts(danasPhone).length;
  const codes = () => until(() => carrier.texts(danasPhone).slice(before).find((text) => /\b\d{6}\b/.test(text)), "a code");
  await dana.signs(codes);
  await dana.comesTo("registered");
  for (const secret of [DANA, SERIK, danasPhone.slice(2), seriksPhone.slice(2), ACCOUNT.password]) {
    assert.ok(!service.log.includes(secret), "nothing personal is logged");
  }
});

test("an answer in parts, the last one first, is one answer", async () => {
  await serikIsAsked();
  await carrier.sendsInParts(seriksPhone, ["ж", "о", "қ"], [3, 1, 2]);
  await dana.comesTo("refused");
});

test("a message that comes twice is one message", async () => {
  await serikIsAsked();
  const [first, second] = await Promise.all([carrier.sends(seriksPhone, "да"), carrier.sends(seriksPhone, "да")]);
  assert.deepEqual([first, second], [smpp.ESME_ROK, smpp.ESME_ROK]);
  assert.equal(await carrier.sends(seriksPhone, "да"), smpp.ESME_ROK);
  await dana.comesTo("awaiting_signature");
  await carrier.text(seriksPhone, 2);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(carrier.texts(seriksPhone).length, 2, "asked, and thanked once");
});

test("a carrier that goes and comes back gets what waited", async () => {
  await serikIsAsked();
  await carrier.vanishes();
  const { status } = await new Citizen(service).call("POST", "sign-in/code", { iin: SERIK });
  assert.ok(status < 300, "a citizen does not wait for the carrier");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await carrier.opens();
  await until(() => carrier.texts(seriksPhone).some((text) => /\b\d{6}\b/.test(text)), "the code comes");
  assert.equal(await carrier.sends(seriksPhone, "Иә"), smpp.ESME_ROK);
  await dana.comesTo("awaiting_signature");
  assert.equal(carrier.binds, 2);
});

test("a slow carrier gets each message once", async () => {
  carrier.slow = 1500;
  await dana.signsIn(DANA, () => carrier.text(danasPhone));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.equal(carrier.texts(danasPhone).length, 1);
});

test("a message that the carrier cannot take now is sent again", async () => {
  carrier.refusals = [smpp.ESME_RTHROTTLED, smpp.ESME_RMSGQFUL];
  await dana.signsIn(DANA, () => carrier.text(danasPhone));
  assert.equal(carrier.texts(danasPhone).length, 1);
});

test("what telephones of nobody send, and garbage, harms nobody", async () => {
  await serikIsAsked();
  const odd = [
    ["+77000000302", { short_message: Buffer.from([9, 0, 3]), esm_class: 0x40 }],
    ["+49301234567", {}],
    ["+77000000302", { data_coding: 4, short_message: Buffer.from([1, 2, 3]) }],
    ["+77000000302", { esm_class: 4, short_message: "id:nobody stat:DELIVRD" }],
  ];
  for (const [phone, more] of odd) assert.equal(await carrier.sends(phone, "да", more), smpp.ESME_ROK);
  assert.equal((await dana.view()).state, "awaiting_consent");
});

test("registers that are gone are named to the citizen, and the same filing succeeds when they are back", async () => {
  await dana.signsIn(DANA, () => carrier.text(danasPhone));
  await registers.kill();
  try {
    for (const [lang, title] of [
      ["kk", "Мемлекеттік тіркелім жауап бермейді"],
      ["ru", "Государственный регистр не отвечает"],
      ["en", "A state register does not answer"],
    ]) {
      dana.lang = lang;
      const { status, headers, json } = await dana.files();
      assert.deepEqual([status, json.code, json.title], [503, "register_down", title]);
      assert.match(headers.get("content-type"), /problem\+json/);
      assert.ok(headers.get("retry-after"), "it says when to try again");
    }
  } finally {
    await registers.run(registers.port);
  }
  dana.lang = "en";
  await until(async () => (await dana.files()).status === 201, "the filing succeeds");
  await carrier.text(seriksPhone);
});
