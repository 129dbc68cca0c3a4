// The last step of the page's build: `node finish.mjs FOLDER`.
//
// Trunk names files by their contents and notes their integrity before wasm-opt has run, and it
// writes its loader into index.html, which the content security policy forbids. So here
//   1. the wasm gets the name of its final contents, and short names for what it imports,
//   2. its bindings, what starts it and the scripts of index.html become one small file,
//   3. the stylesheets become one file, because each would cost a slow phone a round trip,
//   4. the words of each language get names by their contents, which index.html tells the page,
//   5. every integrity attribute is computed again,
//   6. files that compress get .br and .gz copies beside them.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { withImports } from "./wasm_module.mjs";

// The node packages are those of the tests.
const esbuild = createRequire(resolve("tests/package.json"))("esbuild");

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

const [wasm] = top(".wasm");
const stem = wasm.replace("_bg.wasm", "");
let html = readFileSync(page, "utf8");

// The names that wasm-bindgen gives to imports cannot be compressed. An entry of its object begins
// with a name eight spaces from the left and goes on to the next one.
const bindings = read(`${stem}.js`).toString();
const start = bindings.indexOf("const import0 = {");
const end = bindings.indexOf("\n    };", start);
const entries = bindings.slice(start, end).split(/^(?= {8}\w+:)/m).slice(1);
const code = new Map(entries.map((entry) => [/\w+/.exec(entry)[0], entry]));
const short = new Map();
const bytes = withImports(read(wasm), (module, name) => {
  if (!code.has(name)) {
    throw new Error(`the bindings have no ${name}`);
  }
  short.set(name, short.get(name) ?? `_${short.size.toString(36)}`);
  return ["_", short.get(name)];
});
const used = [...short].map(([name, letter]) => code.get(name).replace(name, letter));
const renamed =
  bindings.slice(0, start) +
  `const import0 = {\n        __proto__: null,\n${used.join("")}` +
  bindings.slice(end).replace(/"\.\/\S+\.js": import0/, "_: import0");
if (!renamed.includes("_: import0")) {
  throw new Error("the bindings do not name their module as expected");
}
writeFileSync(join(folder, `${stem}.js`), renamed);
rmSync(join(folder, wasm));
const program = `${stem.replace(/-[0-9a-f]{16}$/, "")}-${shortHash(bytes)}.wasm`;
writeFileSync(join(folder, program), bytes);

// Trunk's loader is the inline script that names the bindings; all others are index.html's own.
const own = [];
html = html.replace(/<script([^>]*)>([\s\S]*?)<\/script>/g, (whole, attributes, script) => {
  if (/\ssrc=/.test(attributes) || !/\stype=["']?module/.test(attributes)) {
    throw new Error(`index.html holds a script that no policy would run: ${whole}`);
  }
  if (!script.includes(`${stem}.js`)) own.push(script);
  return "";
});
html = html.replace(/<link\b[^>]*\brel=["']?modulepreload\b[^>]*>/g, "");
const bundle = esbuild.buildSync({
  stdin: {
    contents: `import init from "./${stem}.js";
      ${own.join(";\n")};
      init({ module_or_path: "/${program}" }).catch((error) => {
        document.getElementById("shell")?.remove();
        document.getElementById("failed")?.removeAttribute("hidden");
        throw error;
      });`,
    resolveDir: folder,
  },
  // Old web views: Chromium 85, Safari 16.0.
  target: ["chrome85", "safari16"],
  format: "esm",
  bundle: true,
  minify: true,
  write: false,
  legalComments: "none",
  define: { "import.meta.url": '""' },
});
const [{ contents }] = bundle.outputFiles;
const loader = `tirkeu-${shortHash(contents)}.js`;
writeFileSync(join(folder, loader), contents);
rmSync(join(folder, `${stem}.js`));
html = html.replace(/<link\b[^>]*\bas=["']?fetch\b[^>]*>/, "");
html = html.replace(
  "</head>",
  `<link rel="preload" as="fetch" type="application/wasm" href="/${program}" crossorigin>` +
    `<script type="module" src="/${loader}" integrity=""></script></head>`,
);

// `word-packs` has written words-kk.txt and so on; the page looks their names up in the document.
const packs = top(".txt").filter((name) => /^words-[a-z]{2}\.txt$/.test(name));
const named = packs.map((name) => {
  const lang = name.slice("words-".length, -".txt".length);
  const fresh = `words-${lang}-${shortHash(read(name))}.txt`;
  renameSync(join(folder, name), join(folder, fresh));
  return ` data-${lang}="/${fresh}"`;
});
html = html.replace(/<meta name="?words"?\s*\/?>/, (tag) => {
  if (named.length === 0) {
    throw new Error("there are no words for the page");
  }
  return `<meta name="words"${named.join("")}>`;
});
if (!html.includes("data-kk=")) {
  throw new Error("index.html has no place for the names of the words");
}

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
