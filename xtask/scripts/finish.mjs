// The last step of the page's build: `node finish.mjs FOLDER`.
//
// Trunk names files by their contents and notes their integrity before wasm-opt has run, and it
// writes its loader into index.html, which the content security policy forbids. So here
//   1. the wasm and the JavaScript that names it get names by their final contents,
//   2. inline module scripts become files,
//   3. the stylesheets become one file, because each would cost a slow phone a round trip,
//   4. every integrity attribute is computed again,
//   5. files that compress get .br and .gz copies beside them.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSED = new Set([
  ".css", ".html", ".ico", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml",
]);
const SMALLEST = 512;

const folder = process.argv[2];
const page = join(folder, "index.html");

const shortHash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const read = (name) => readFileSync(join(folder, name));
const top = (extension) => readdirSync(folder).filter((name) => extname(name) === extension);

/** Replaces a name wherever the page's own HTML and JavaScript say it. */
function replaceName(from, to) {
  for (const name of [...top(".html"), ...top(".js")]) {
    const text = read(name).toString();
    if (text.includes(from)) {
      writeFileSync(join(folder, name), text.replaceAll(from, to));
    }
  }
}

/** Gives a file the name that belongs to its contents now. */
function nameByContents(name) {
  const fresh = name.replace(/[0-9a-f]{16}/, shortHash(read(name)));
  if (fresh !== name) {
    renameSync(join(folder, name), join(folder, fresh));
    replaceName(name, fresh);
  }
}

for (const name of top(".wasm")) {
  const stem = name.replace("_bg.wasm", "");
  nameByContents(name);
  if (top(".js").includes(`${stem}.js`)) {
    nameByContents(`${stem}.js`);
  }
}

let html = readFileSync(page, "utf8");
html = html.replace(/<script([^>]*)>([\s\S]*?)<\/script>/g, (whole, attributes, code) => {
  if (/\ssrc=/.test(attributes) || code.trim() === "") {
    return whole;
  }
  if (!/\stype=["']?module/.test(attributes)) {
    throw new Error(`index.html holds an inline script that no policy would run: ${whole}`);
  }
  const name = `loader-${shortHash(code)}.js`;
  writeFileSync(join(folder, name), code.trim());
  return `<script type="module" src="/${name}" integrity=""></script>`;
});

let styles = "";
html = html.replace(/<link\b[^>]*\brel=["']?stylesheet\b[^>]*>/g, (tag) => {
  const name = /\shref=["']?\/?([^"'\s>]+)/.exec(tag)[1];
  const first = styles === "";
  styles += `${read(name)}\n`;
  rmSync(join(folder, name));
  return first ? `<link rel="stylesheet" href="/STYLES" integrity="">` : "";
});
if (styles !== "") {
  const name = `style-${shortHash(styles)}.css`;
  writeFileSync(join(folder, name), styles);
  html = html.replace("/STYLES", `/${name}`);
}

html = html.replace(/<(?:script|link)\b[^>]*>/g, (tag) => {
  const address = /\s(?:src|href)=["']?([^"'\s>]+)/.exec(tag);
  if (!address || !/\sintegrity\b/.test(tag)) {
    return tag;
  }
  const value = integrity(read(address[1].replace(/^\//, "")));
  return tag.replace(/\sintegrity(=("[^"]*"|'[^']*'|[^\s>]+))?/, ` integrity="${value}"`);
});
writeFileSync(page, html);

for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  if (!statSync(file).isFile() || !COMPRESSED.has(extname(name))) {
    continue;
  }
  const bytes = readFileSync(file);
  if (bytes.length <= SMALLEST) {
    continue;
  }
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gzip = gzipSync(bytes, { level: 9 });
  for (const [extension, packed] of [[".br", brotli], [".gz", gzip]]) {
    if (packed.length < bytes.length) {
      writeFileSync(file + extension, packed);
    }
  }
  console.log(`${basename(name)} ${bytes.length} brotli ${brotli.length} gzip ${gzip.length}`);
}
