// SMS 1414 by HTTP: messages out as JSON, signed calls in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Citizen, DANA, SERIK } from "./support/citizen.mjs";
import { Gateway, SECRET, TOKEN } from "./support/gateway.mjs";
import { phoneOf, startRegisters, startService } from "./support/processes.mjs";

let registers, gateway, service, dana, danasPhone, seriksPhone;

before(async () => {
  registers = await startRegisters();
  danasPhone = await phoneOf(registers, DANA);
  seriksPhone = await phoneOf(registers, SERIK);
  gateway = await Gateway.start();
  const secrets = { TIRKEU_SMS_TOKEN: TOKEN, TIRKEU_SMS_WEBHOOK_SECRET: SECRET };
  service = await startService(registers, ["--sms-http", gateway.url], secrets);
  dana = new Citizen(service);
});
after(async () => {
  await service?.stop();
  await gateway?.stop();
  await registers?.stop();
});

test("an owner is asked and answers; only what is signed is believed, and once", async () => {
  gateway.refusals = [503, 429];
  await dana.signsIn(DANA, () => gateway.text(danasPhone));
  assert.equal((await dana.files()).status, 201);
  await gateway.text(seriksPhone);
  const yes = { kind: "message", id: "a1", from: seriksPhone, text: "Иә" };
  const now = Math.floor(Date.now() / 1000);
  assert.equal(await gateway.says(service, yes, { key: Buffer.alloc(32) }), 401);
  assert.equal(await gateway.says(service, yes, { at: now - 301 }), 401);
  assert.equal(await gateway.says(service, yes, { at: now + 302 }), 401);
  for (const wrong of ["", "{}", "[]", { ...yes, from: "1" }, { ...yes, id: "" }, { ...yes, text: "x".repeat(2000) }]) {
    assert.equal(await gateway.says(service, wrong), 400, JSON.stringify(wrong));
  }
  assert.equal(await gateway.says(service, "x".repeat(70_000)), 413);
  assert.equal((await dana.view()).state, "awaiting_consent");
  assert.equal(await gateway.says(service, yes), 204);
  assert.equal(await gateway.says(service, yes), 204);
  await dana.comesTo("awaiting_signature");
  await gateway.text(seriksPhone, 2);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(gateway.texts(seriksPhone).length, 2, "asked, and thanked once");
  const [{ id }] = gateway.received.values();
  assert.equal(await gateway.says(service, { kind: "receipt", id, state: "delivered" }), 204);
  assert.ok(!service.log.includes(SECRET) && !service.log.includes(TOKEN));
});

test("a message waits for registers that are gone", async () => {
  await registers.kill();
  const message = { kind: "message", id: "b1", from: seriksPhone, text: "Иә" };
  assert.equal(await gateway.says(service, message), 503, "the gateway is asked to call again");
  await registers.run(registers.port);
});
