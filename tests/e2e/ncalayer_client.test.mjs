// The sandbox's NCALayer speaks as NCALayer does: a client that nobody here wrote works with it as
// it comes from npm.
import assert from "node:assert/strict";
import { test } from "node:test";

import ncalayer from "ncalayer-js-client";

import { Scene } from "./support/scene.mjs";

const { NCALayerClient } = ncalayer;
const scene = Scene.open();
const TEXT = Buffer.from("Сәлем, мир").toString("base64");

/** The client, connected; nothing where this server takes no digital signatures. */
async function connected(test) {
  const answer = await fetch(`${scene.service.url}/api/v1/eds`);
  if (answer.status === 404) {
    test.skip("this server takes no digital signatures");
    return undefined;
  }
  const { ncalayer: address } = await answer.json();
  const client = new NCALayerClient(address, false);
  const version = await client.connect();
  assert.match(version, /^\d+(\.\d+)*$/);
  return client;
}

test("it signs a document with the key of the person who is asked for", async (test) => {
  const { iin } = await scene.service.person("nurlan");
  const client = await connected(test);
  if (!client) return;
  const cms = await client.basicsSignCMS(
    NCALayerClient.basicsStoragePKCS12,
    TEXT,
    NCALayerClient.basicsCMSParamsDetached,
    { ...NCALayerClient.basicsSignerSignPerson, iin },
    "ru",
  );
  assert.equal(typeof cms, "string");
  const der = Buffer.from(cms.replace(/-----[^-]+-----|\s/g, ""), "base64");
  assert.equal(der[0], 0x30, "DER begins with a SEQUENCE");
  assert.ok(der.includes(Buffer.from(iin)), "the certificate names the person");
  client.wsConnection.close();
});

test("it answers several requests of one connection", async (test) => {
  const { iin } = await scene.service.person("aigerim");
  const client = await connected(test);
  if (!client) return;
  for (const signer of [NCALayerClient.basicsSignerAuthPerson, NCALayerClient.basicsSignerSignPerson]) {
    const cms = await client.basicsSignCMS(
      NCALayerClient.basicsStorageAll,
      TEXT,
      NCALayerClient.basicsCMSParamsDetachedNoTSP,
      { ...signer, iin },
      "kk",
    );
    assert.ok(cms.length > 1000);
  }
  client.wsConnection.close();
});

test("it refuses a person for whom nobody has issued a certificate", async (test) => {
  const client = await connected(test);
  if (!client) return;
  await assert.rejects(
    client.basicsSignCMS(
      NCALayerClient.basicsStoragePKCS12,
      TEXT,
      NCALayerClient.basicsCMSParamsDetached,
      { ...NCALayerClient.basicsSignerSignPerson, iin: "000000000000" },
      "ru",
    ),
    ({ name, canceledByUser }) => name === "NCALayerError" && !canceledByUser,
  );
  client.wsConnection.close();
});
