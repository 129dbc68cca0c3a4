// Reads a wasm module as its sections, and writes it with other names.
// https://webassembly.github.io/spec/core/binary/modules.html

const HEADER = 8;
const IMPORTS = 2;
const EXPORTS = 7;

/** A place in bytes that moves on as they are read. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte < 0x80) return value;
    }
  }

  take(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  text() {
    return Buffer.from(this.take(this.number())).toString();
  }

  limits() {
    const flags = this.byte();
    this.number();
    if (flags & 1) this.number();
  }
}

function number(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) | (value >= 128 ? 0x80 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}

const text = (value) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
const list = (items) => Buffer.concat([number(items.length), ...items]);

function sections(bytes) {
  const reader = new Reader(bytes);
  reader.take(HEADER);
  const found = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    found.push([id, reader.take(reader.number())]);
  }
  return found;
}

function rewritten(bytes, id, change) {
  const parts = [bytes.subarray(0, HEADER)];
  for (const [section, body] of sections(bytes)) {
    const fresh = section === id ? change(new Reader(body)) : body;
    parts.push(Buffer.from([section]), number(fresh.length), fresh);
  }
  return Buffer.concat(parts);
}

/** The module with its imports named by `rename(module, name)`, which gives both anew. */
export function withImports(bytes, rename) {
  return rewritten(bytes, IMPORTS, (reader) => {
    const imports = [];
    for (let left = reader.number(); left > 0; left -= 1) {
      const names = rename(reader.text(), reader.text());
      const start = reader.at;
      const kind = reader.byte();
      if (kind === 0) reader.number();
      else if (kind === 1) reader.byte(), reader.limits();
      else if (kind === 2) reader.limits();
      else reader.take(2);
      imports.push(...names.map(text), reader.bytes.subarray(start, reader.at));
    }
    return Buffer.concat([number(imports.length / 3), ...imports]);
  });
}

/** The module with only the exports for whose names `keep` is true. */
export function withExports(bytes, keep) {
  return rewritten(bytes, EXPORTS, (reader) => {
    const exports = [];
    for (let left = reader.number(); left > 0; left -= 1) {
      const name = reader.text();
      const start = reader.at;
      reader.byte();
      reader.number();
      if (keep(name)) {
        exports.push(Buffer.concat([text(name), reader.bytes.subarray(start, reader.at)]));
      }
    }
    return list(exports);
  });
}
