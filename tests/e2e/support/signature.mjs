// A signature in the hands of somebody who has nothing of ours but the program `tirkeu`.
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { tirkeu } from "./service.mjs";

export class Signature {
  constructor(service, cms) {
    this.service = service;
    this.cms = cms;
  }

  /** `tirkeu eds verify` says that this person of the sandbox has signed this text. */
  async isOver(text, { iin, purpose = "sign" }) {
    const { status, out, error } = await this.#verified(text, { iin, purpose });
    assert.equal(status, 0, `${out}\n${error}`);
  }

  /** It says that nobody has, or not this person. */
  async isNotOver(text, { iin, purpose = "sign" }) {
    const { status, out, error } = await this.#verified(text, { iin, purpose });
    assert.notEqual(status, 0, `${out}\n${error}`);
  }

  async #verified(text, { iin, purpose }) {
    const folder = await mkdtemp(join(tmpdir(), "tirkeu-eds-"));
    const [cms, data, crl, trust] = ["cms", "data", "crl", "trust"].map((name) => join(folder, name));
    await mkdir(join(trust, "intermediates"), { recursive: true });
    await writeFile(join(trust, "root.cer"), await this.#issued("root.cer"));
    await writeFile(join(trust, "intermediates", "intermediate.cer"), await this.#issued("intermediate.cer"));
    await writeFile(crl, await this.#issued("crl"));
    await writeFile(cms, this.cms);
    await writeFile(data, text);
    const demands = ["--iin", iin, "--purpose", purpose, "--crl", crl, "--revocation"];
    const said = await tirkeu("eds", "verify", "--cms", cms, "--data", data, "--trust", trust, ...demands);
    await rm(folder, { recursive: true });
    return said;
  }

  async #issued(name) {
    const answer = await fetch(`${this.service.url}/sandbox/ca/${name}`);
    assert.equal(answer.status, 200, name);
    return Buffer.from(await answer.arrayBuffer());
  }
}
