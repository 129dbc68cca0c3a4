// What is kept of a signature, in the hands of somebody who has nothing of ours but the program
// `tirkeu` and the certificates of the authority.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { tirkeu } from "./service.mjs";

export class Evidence {
  /** Exports what is kept of the signature of an application's document. */
  static async of(service, number) {
    const folder = await mkdtemp(join(tmpdir(), "tirkeu-evidence-"));
    after(() => rm(folder, { recursive: true, force: true }));
    const trust = join(folder, "trust");
    await mkdir(join(trust, "intermediates"), { recursive: true });
    await writeFile(join(trust, "root.cer"), await issued(service, "root.cer"));
    await writeFile(join(trust, "intermediates", "intermediate.cer"), await issued(service, "intermediate.cer"));
    const said = await tirkeu("eds", "evidence", number, "--database", join(service.folder, "tirkeu.sqlite"), "--out", folder);
    assert.equal(said.status, 0, said.error);
    const evidence = new Evidence();
    [evidence.json] = said.out.match(/\S+document\.json/) ?? assert.fail(said.out);
    evidence.text = evidence.json.replace(/json$/, "txt");
    Object.assign(evidence, { folder, trust });
    return evidence;
  }

  /** It stands, for this person and over this text. */
  async verifies({ iin, document }) {
    assert.equal(await readFile(this.text, "utf8"), document);
    const { status, out, error } = await this.#verify(this.text);
    assert.equal(status, 0, `${out}\n${error}`);
    assert.ok(out.includes(iin), out);
  }

  /** It does not stand over another text. */
  async isRefusedOver(text) {
    const other = join(this.folder, "other.txt");
    await writeFile(other, text);
    const { status, out } = await this.#verify(other);
    assert.notEqual(status, 0, out);
  }

  #verify(text) {
    return tirkeu("eds", "verify", "--trust", this.trust, "--evidence", this.json, "--data", text);
  }
}

async function issued(service, name) {
  const answer = await fetch(`${service.url}/sandbox/ca/${name}`);
  assert.equal(answer.status, 200, name);
  return Buffer.from(await answer.arrayBuffer());
}
