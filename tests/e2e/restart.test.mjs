// The server dies between filing and consent; and it does not start without registers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { replyCode } from "./support/phone.mjs";
import { Scene } from "./support/scene.mjs";
import { tirkeu } from "./support/service.mjs";

const scene = Scene.open();

test("a server that is killed between filing and consent loses nothing", async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.filesAsTenantOfSerik();
  const { number } = dana;
  const serik = await scene.service.phoneOf("serik");
  const sms = await serik.next();

  await scene.service.kill();
  await dana.reads(dana.words("account.page.offline", { time: "" }).split(".")[1].trim());
  await scene.service.run();

  await serik.reply(`ДА ${replyCode(sms)}`);
  assert.match(await serik.next(), /^Ваше согласие принято/);
  await dana.signs();
  assert.equal(dana.number, number);
  assert.deepEqual(await dana.history(), ["registered"]);
  const asked = (await serik.messages()).filter(({ text }) => text.includes(replyCode(sms)));
  assert.equal(asked.length, 1, "the owner is not asked a second time");
});

test("a server that is killed right after the answer to a filing has it", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "kk" });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.files("none");
  await scene.service.kill();
  await scene.service.run();
  await aigerim.page.reload();
  await aigerim.sees("account.sign.title");
  assert.deepEqual(await aigerim.history(), ["awaiting_signature"]);
});

test("without --sandbox nothing starts, and it says what to do", async () => {
  const { status, out, error } = await tirkeu("serve", "--port", "0");
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(error, /no state registers and no SMS gateway/);
  assert.match(error, /tirkeu serve --sandbox/);
});
