// The sandbox's NCALayer speaks as NCALayer does: a client that nobody here wrote works with it as
// it comes from npm.
import assert from "node:assert/strict";
import { test } from "node:test";

import ncalayer from "ncalayer-js-client";

import { Scene } from "./support/scene.mjs";
import { Signature } from "./support/signature.mjs";

const { NCALayerClient } = ncalayer;
const scene = Scene.open();
const TEXT = "Сәлем, мир";
const BASE64 = Buffer.from(TEXT).toString("base64");
const DETACHED = NCALayerClient.basicsCMSParamsDetached;

/** The client, connected, with the sandbox's NCALayer in a mode. */
async function connected(mode = "ok") {
  const address = `${scene.service.url.replace("http", "ws")}/sandbox/ncalayer?mode=${mode}`;
  const client = new NCALayerClient(address, false);
  assert.match(await client.connect(), /^\d+(\.\d+)*$/, "it says its version");
  return client;
}

async function iinOf(key) {
  return (await scene.service.person(key)).iin;
}

test("it signs with the key of the person who is asked for, and the signature verifies", async () => {
  const iin = await iinOf("nurlan");
  const client = await connected();
  const signer = { ...NCALayerClient.basicsSignerSignPerson, iin };
  const cms = await client.basicsSignCMS(NCALayerClient.basicsStoragePKCS12, BASE64, DETACHED, signer, "ru");
  await new Signature(scene.service, cms).isOver(TEXT, { iin });
  client.wsConnection.close();
});

test("one connection signs again and again, several documents at once, and for signing in", async () => {
  const iin = await iinOf("aigerim");
  const client = await connected();
  const signer = { ...NCALayerClient.basicsSignerSignPerson, iin };
  const two = await client.basicsSignCMS(NCALayerClient.basicsStorageAll, [BASE64, BASE64], DETACHED, signer, "kk");
  assert.equal(two.length, 2);
  for (const cms of two) await new Signature(scene.service, cms).isOver(TEXT, { iin });
  const login = { ...NCALayerClient.basicsSignerAuthPerson, iin };
  const cms = await client.basicsSignCMS(NCALayerClient.basicsStorageAll, BASE64, DETACHED, login, "kk");
  await new Signature(scene.service, cms).isOver(TEXT, { iin, purpose: "sign-in" });
  client.wsConnection.close();
});

test("the person closes the window, has no certificate, or types a wrong password", async () => {
  for (const [mode, iin, cancelled] of [
    ["cancel", await iinOf("nurlan"), true],
    ["ok", "000000000000", true],
    ["wrong_password", await iinOf("nurlan"), undefined],
  ]) {
    const client = await connected(mode);
    const signer = { ...NCALayerClient.basicsSignerSignPerson, iin };
    await assert.rejects(
      client.basicsSignCMS(NCALayerClient.basicsStoragePKCS12, BASE64, DETACHED, signer, "ru"),
      ({ name, canceledByUser }) => name === "NCALayerError" && canceledByUser === cancelled,
      mode,
    );
    client.wsConnection.close();
  }
});
