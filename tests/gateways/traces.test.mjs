// What a collector of traces is told of the ways to telephones and registers: where time goes, and of nobody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ACCOUNT, Carrier } from "./support/carrier.mjs";
import { Citizen, DANA, SERIK } from "./support/citizen.mjs";
import { Collector } from "./support/collector.mjs";
import { Gateway, SECRET, TOKEN } from "./support/gateway.mjs";
import { phoneOf, startRegisters, startService } from "./support/processes.mjs";

let registers, danasPhone, seriksPhone;

before(async () => {
  registers = await startRegisters();
  danasPhone = await phoneOf(registers, DANA);
  seriksPhone = await phoneOf(registers, SERIK);
});
after(() => registers?.stop());

/** Dana files and Serik is asked; then the service ends, which sends what it has traced. */
async function traced(options, secrets, text) {
  const collector = await Collector.start();
  const service = await startService(registers, ["--traces", collector.url, ...options], secrets);
  const dana = new Citizen(service);
  try {
    await dana.signsIn(DANA, () => text(danasPhone));
    assert.equal((await dana.files()).status, 201);
    await text(seriksPhone);
  } finally {
    await service.stop();
    collector.stop();
  }
  const personal = [DANA, SERIK, danasPhone.slice(2), seriksPhone.slice(2), dana.number, "0275300100520007", ...Object.values(secrets)];
  for (const one of personal) assert.ok(!collector.text.includes(one), `${one} is in a trace`);
  assert.ok(collector.isIn("population register", "POST /api/v1/applications"), "a register is asked within a request");
  assert.ok(collector.isIn("POST 127.0.0.1", "population register"), "each attempt is a call");
  assert.ok(collector.isIn("Mobile Citizens Database", "deliver SMS"), "whose telephone it is, is asked within a delivery");
  return collector;
}

test("each part of an SMS that the carrier is handed is in its delivery", async () => {
  const carrier = await Carrier.start();
  const url = `smpp://${ACCOUNT.id}@127.0.0.1:${carrier.port}`;
  try {
    const secrets = { TIRKEU_SMPP_PASSWORD: ACCOUNT.password };
    const collector = await traced(["--smpp", url], secrets, (phone) => carrier.text(phone));
    assert.ok(collector.isIn("submit_sm", "deliver SMS"));
    assert.ok(collector.isIn("deliver SMS", "deliver"));
  } finally {
    await carrier.vanishes();
  }
});

test("so is the call of an SMS gateway", async () => {
  const gateway = await Gateway.start();
  try {
    const secrets = { TIRKEU_SMS_TOKEN: TOKEN, TIRKEU_SMS_WEBHOOK_SECRET: SECRET };
    const collector = await traced(["--sms-http", gateway.url], secrets, (phone) => gateway.text(phone));
    assert.ok(collector.isIn("POST 127.0.0.1", "deliver SMS"));
  } finally {
    await gateway.stop();
  }
});
