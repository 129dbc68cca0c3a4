// Codes and signatures: wrong, used, too old, and pressed twice.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "./support/client.mjs";
import { Scene } from "./support/scene.mjs";
import { until } from "./support/until.mjs";

const scene = Scene.open();

/** Files for a flat of one's own and comes to the document. */
async function filed(key, rca, options) {
  const citizen = await scene.citizen(key, options);
  await citizen.begins();
  await citizen.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: rca } });
  await citizen.files("none");
  return citizen;
}

test("a double click on “file” files once, and on “sign” it signs once", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "en" });
  const writes = [];
  aigerim.page.on("request", (request) => {
    if (request.method() === "POST") writes.push(request.url().split("/").at(-1));
  });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.sees("page.review.heading");
  await aigerim.button("page.review.file").dblclick();
  await aigerim.sees("account.sign.title");
  await aigerim.press("account.sign.send");
  await aigerim.type("account.sign.code", await aigerim.phone.nextCode());
  await aigerim.button("account.sign.submit").dblclick();
  await aigerim.sees("account.registered.title");
  for (const write of ["applications", "signature"]) {
    assert.equal(writes.filter((one) => one === write).length, 1, writes.join(", "));
  }
  const steps = await aigerim.page.locator(".timeline li").allInnerTexts();
  const signed = steps.filter((step) => step.includes(aigerim.words("account.timeline.signed")));
  assert.equal(signed.length, 1, steps.join("\n"));
  assert.deepEqual(await aigerim.history(), ["registered"]);
});

test("a wrong code is told, and the right one signs", async () => {
  const nurlan = await filed("nurlan", "0235300100180000", { lang: "ru" });
  await nurlan.press("account.sign.send");
  const code = await nurlan.phone.nextCode();
  await nurlan.type("account.sign.code", "12345");
  await nurlan.press("account.sign.submit");
  await nurlan.readsWord("account.sign.code_shape");
  await nurlan.type("account.sign.code", code === "000000" ? "000001" : "000000");
  await nurlan.press("account.sign.submit");
  await nurlan.readsWord("server.problem.code_wrong_title");
  for (const lang of ["kk", "en", "ru"]) {
    await nurlan.switchTo(lang);
    await nurlan.readsWord("server.problem.code_wrong_title");
    await nurlan.readsWord("server.problem.code_wrong_detail");
  }
  await nurlan.examine("a wrong signing code");
  await nurlan.type("account.sign.code", `${code.slice(0, 3)} ${code.slice(3)}`);
  await nurlan.press("account.sign.submit");
  await nurlan.sees("account.registered.title");
});

test("a code that is too old is told, and a new one signs", async () => {
  const vladimir = await filed("vladimir", "0227300100080000", { lang: "kk" });
  await vladimir.press("account.sign.send");
  const old = await vladimir.phone.nextCode();
  await scene.service.forward(6);
  await vladimir.type("account.sign.code", old);
  await vladimir.press("account.sign.submit");
  await vladimir.readsWord("server.problem.code_expired_title");
  await vladimir.open(vladimir.path);
  await vladimir.signs();
});

test("a code signs in once; the second time it is dead", async () => {
  const client = new Client(scene.service, "ru");
  const { iin, phone } = await scene.service.person("svetlana");
  await client.post("sign-in/code", { iin });
  const code = await scene.service.phone(phone).nextCode();
  assert.equal((await client.post("sign-in", { iin, code })).status, 200);
  const again = await new Client(scene.service, "ru").post("sign-in", { iin, code });
  assert.equal(again.status, 422);
  assert.equal(again.body.code, "code_expired");
  assert.equal(again.body.title, "Код больше не действует");
});

test("five wrong codes kill the right one too", async () => {
  const serik = await scene.citizen("serik", { lang: "ru", path: "/sign-in" });
  await serik.type("page.sign_in.iin", serik.iin);
  await serik.press("page.sign_in.send");
  await serik.sees("page.code.heading");
  const code = await serik.phone.nextCode();
  const wrong = code === "000000" ? "000001" : "000000";
  for (const typed of [wrong, wrong, wrong, wrong, wrong, code]) {
    await serik.type("page.code.label", typed);
    const answered = serik.page.waitForResponse("**/api/v1/sign-in");
    await serik.press("page.code.sign_in");
    const answer = await answered;
    assert.equal((await answer.json()).code, typed === code ? "code_expired" : "code_wrong");
  }
  await serik.readsWord("server.problem.code_expired_title");
  assert.equal(await serik.button("page.nav.sign_out").count(), 0);
});

test("whoever was refused and presses again asks anew; a lost answer is asked for again", async () => {
  const saltanat = await filed("saltanat", "0223300100150002", { lang: "ru" });
  await saltanat.press("account.sign.send");
  const code = await saltanat.phone.nextCode();
  const keys = [];
  const signatures = "**/api/v1/applications/*/signature";
  let lost = true;
  await saltanat.page.route(signatures, async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    const answer = await route.fetch();
    await (lost ? route.abort("connectionreset") : route.fulfill({ response: answer }));
  });
  const guesses = async (word) => {
    await saltanat.type("account.sign.code", code === "000000" ? "000001" : "000000");
    await saltanat.press("account.sign.submit");
    await saltanat.readsWord(word);
  };
  await guesses("page.offline.title");
  lost = false;
  await guesses("server.problem.code_wrong_title");
  assert.equal(keys[1], keys[0], "nobody had read the first answer");
  await guesses("server.problem.code_wrong_title");
  await until(() => keys.length === 3);
  assert.notEqual(keys[2], keys[1], "an answer had been read");
  for (const key of keys) {
    assert.match(key, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/, "a UUID of version 7");
    const age = Date.now() - Number.parseInt(key.replace("-", "").slice(0, 12), 16);
    assert.ok(age >= 0 && age < 300_000, `made ${age} ms ago`);
  }
  await saltanat.type("account.sign.code", code);
  await saltanat.press("account.sign.submit");
  await saltanat.sees("account.registered.title");
});
