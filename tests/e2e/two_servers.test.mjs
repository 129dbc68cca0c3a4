// Two servers on one PostgreSQL, one of which dies half-way: nobody notices.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { Pair } from "./support/pair.mjs";
import { replyCode } from "./support/phone.mjs";
import { programs } from "./support/postgres.mjs";
import { Scene } from "./support/scene.mjs";

const skip = programs() ? false : "PostgreSQL is not installed";
const scene = skip ? undefined : Scene.open({ start: () => Pair.start() });
// A test that ends half-way leaves the next one both servers.
if (scene) afterEach(() => scene.service.mend());

/** One server dies; the other one goes on alone until it is back. */
async function dies(place) {
  await scene.service.kill(place);
  return () => scene.service.run(place);
}

test("a tenant files and signs, an owner agrees by SMS, and the server that took the filing dies", { skip }, async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.filesAsTenantOfSerik();
  const { number } = dana;
  const serik = await scene.service.phoneOf("serik");
  const sms = await serik.next();
  const back = await dies(0);
  await serik.reply(`ДА ${replyCode(sms)}`);
  assert.match(await serik.next(), /^Ваше согласие принято/);
  await dana.signs();
  assert.equal(dana.number, number);
  assert.deepEqual(await dana.history(), ["registered"]);
  const asked = (await serik.messages()).filter(({ text }) => text.includes(replyCode(sms)));
  assert.equal(asked.length, 1, "the owner is not asked a second time");
  await back();
});

test("an owner agrees by the link, and the other server dies before the signature", { skip }, async () => {
  const timur = await scene.citizen("timur", { lang: "kk" });
  await timur.begins();
  await timur.answers({
    service: "permanent",
    ownership: "none",
    address: { search: "0275300200900003" },
    owner: "610709478847",
    reason: "work",
  });
  await timur.files("all_owners");
  const galina = await scene.owner(await (await scene.service.phoneOf("galina")).next(), { lang: "ru" });
  await galina.agrees();
  const back = await dies(1);
  await timur.signs();
  assert.deepEqual(await timur.history(), ["registered"]);
  await back();
});

test("between any two steps one of them dies, and then the other", { skip }, async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "kk" });
  let place = 0;
  const other = async () => {
    const back = await dies(place);
    place = 1 - place;
    return back;
  };
  let back = await other();
  await aigerim.begins();
  await back();
  back = await other();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await back();
  back = await other();
  await aigerim.files("none");
  await back();
  back = await other();
  await aigerim.page.reload();
  await aigerim.signs();
  await back();
  assert.deepEqual(await aigerim.history(), ["registered"]);
  assert.ok(scene.service.proxy.taken.every((taken) => taken > 0), "both servers were asked");
});
