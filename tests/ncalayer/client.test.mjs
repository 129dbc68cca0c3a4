// A client that nobody here wrote, npm ncalayer-js-client, talks with the sandbox's NCALayer as it
// would with the real one.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import client from "ncalayer-js-client";

const { NCALayerClient } = client;
const AIGERIM = "920415497225";
const data = Buffer.from("Мен осы мекенжай бойынша тіркелемін.").toString("base64");
const folder = mkdtempSync(join(tmpdir(), "tirkeu-ncalayer-"));
const service = spawn(process.env.TIRKEU_BIN, ["serve", "--sandbox", "--port", "0", "--data", folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
const origin = await new Promise((resolve, reject) => {
  let said = "";
  service.once("close", (status) => reject(new Error(`the server ended with ${status}`)));
  service.stdout.on("data", (text) => {
    said += text;
    const address = said.match(/http:\/\/[\d.]+:\d+/);
    if (address) resolve(address[0]);
  });
});
const clients = [];

after(async () => {
  for (const one of clients) one.wsConnection.close();
  service.removeAllListeners("close");
  const ended = new Promise((resolve) => service.once("close", resolve));
  service.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true });
});

/** A client before NCALayer, set for this connection alone. */
async function connected(settings = {}) {
  const query = new URLSearchParams(settings);
  const one = new NCALayerClient(`${origin.replace("http", "ws")}/sandbox/ncalayer?${query}`);
  clients.push(one);
  assert.match(await one.connect(), /^\d+\.\d+/);
  return one;
}

function sign(one, signer, params = NCALayerClient.basicsCMSParamsDetached, what = data) {
  return one.basicsSignCMS(NCALayerClient.basicsStoragePKCS12, what, params, signer, "kk");
}

/** The bytes within the armour. */
function bytes(cms) {
  const lines = cms.trim().split("\n");
  assert.equal(lines.shift(), "-----BEGIN CMS-----");
  assert.equal(lines.pop(), "-----END CMS-----");
  return Buffer.from(lines.join(""), "base64");
}

test("it takes the sandbox for NCALayer and nothing else", async () => {
  const one = await connected();
  assert.equal(one.isKmd, false);
  assert.equal(one.isKmdHttpApiAvailable, false);
  assert.deepEqual(await one.getActiveTokens(), []);
});

test("it gets signatures of the person who is asked for", async () => {
  const one = await connected();
  for (const kind of ["basicsSignerSignPerson", "basicsSignerAuthPerson", "basicsSignerTestAny"]) {
    const cms = bytes(await sign(one, { ...NCALayerClient[kind], iin: AIGERIM }));
    // A SEQUENCE that fills the message, with the person's number in the certificate.
    assert.equal(cms[0], 0x30);
    assert.equal(cms.readUInt16BE(2) + 4, cms.length);
    assert.ok(cms.includes(`IIN${AIGERIM}`));
    assert.ok(!cms.includes(Buffer.from(data, "base64")));
  }
});

test("what it gets is verified by the authority's certificates and list, for its purpose alone", async () => {
  const file = (name) => join(folder, name);
  const fetched = async (what, name) => {
    const answer = await fetch(`${origin}/sandbox/ca/${what}`);
    writeFileSync(file(name), Buffer.from(await answer.arrayBuffer()));
  };
  mkdirSync(file("trust/intermediates"), { recursive: true });
  await fetched("root.cer", "trust/root.cer");
  await fetched("intermediate.cer", "trust/intermediates/intermediate.cer");
  writeFileSync(file("data"), Buffer.from(data, "base64"));
  /** Whether it stands for a purpose. */
  async function stands(settings, kind, purpose) {
    const one = await connected({ person: AIGERIM, ...settings });
    writeFileSync(file("cms"), await sign(one, NCALayerClient[kind]));
    await fetched("crl", "list.crl");
    const options = ["--cms", file("cms"), "--data", file("data"), "--trust", file("trust"), "--crl", file("list.crl")];
    try {
      execFileSync(process.env.TIRKEU_BIN, ["eds", "verify", ...options, "--revocation", "--purpose", purpose, "--iin", AIGERIM], {
        stdio: "pipe",
      });
      return true;
    } catch (refused) {
      assert.equal(refused.status, 1, String(refused.stderr));
      return false;
    }
  }
  for (const algorithm of ["gost", "rsa"]) {
    assert.ok(await stands({ algorithm }, "basicsSignerSignPerson", "sign"));
    assert.ok(await stands({ algorithm }, "basicsSignerAuthPerson", "sign-in"));
  }
  assert.ok(!(await stands({}, "basicsSignerAuthPerson", "sign")));
  for (const mode of ["wrong_certificate", "wrong_purpose", "expired", "revoked"]) {
    assert.ok(!(await stands({ mode }, "basicsSignerSignPerson", "sign")), mode);
  }
});

test("it gets what it is set to get: contents, digests, no timestamp, RSA, a list", async () => {
  const one = await connected({ person: AIGERIM });
  const signer = NCALayerClient.basicsSignerSignAny;
  const detached = bytes(await sign(one, signer));
  const attached = bytes(await sign(one, signer, NCALayerClient.basicsCMSParamsAttached));
  assert.ok(attached.includes(Buffer.from(data, "base64")));
  const unstamped = bytes(await sign(one, signer, NCALayerClient.basicsCMSParamsDetachedNoTSP));
  assert.ok(unstamped.length + 1000 < detached.length);
  const digest = Buffer.alloc(64, 7).toString("base64");
  assert.ok(bytes(await sign(one, signer, NCALayerClient.basicsCMSParamsDetachedHash, digest)).includes(Buffer.alloc(64, 7)));
  const list = await sign(one, signer, NCALayerClient.basicsCMSParamsDetached, [data, data]);
  assert.equal(list.length, 2);
  const rsa = await connected({ person: AIGERIM, algorithm: "rsa" });
  // 1.2.840.113549.1.1.11, sha256WithRSAEncryption.
  assert.ok(bytes(await sign(rsa, signer)).includes(Buffer.from("2a864886f70d01010b", "hex")));
});

test("it sees a closed window, a wrong password and a wrong call", async () => {
  const signer = { ...NCALayerClient.basicsSignerSignPerson, iin: AIGERIM };
  await assert.rejects(sign(await connected({ mode: "cancel" }), signer), { canceledByUser: true });
  await assert.rejects(sign(await connected({ mode: "wrong_password" }), signer), /INVOCATION_ERROR: .*password/);
  const one = await connected();
  await assert.rejects(sign(one, signer, 555), /INVOCATION_ERROR/);
  await assert.rejects(sign(one, { ...signer, iin: "500624369123" }), { canceledByUser: true });
  // And goes on.
  assert.ok(bytes(await sign(one, signer)).length > 1000);
});

test("it makes the older calls", async () => {
  const one = await connected({ person: AIGERIM });
  for (const call of ["createCAdESFromBase64", "createCMSSignatureFromBase64"]) {
    const cms = Buffer.from(await one[call]("PKCS12", data), "base64");
    assert.ok(cms.includes(`IIN${AIGERIM}`));
  }
  await one.changeLocale("kk");
  await assert.rejects(one.createCAdESFromBase64("PKCS12", data, 123), /500: .*type mismatch/);
});
