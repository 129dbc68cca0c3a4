// Keeps the shell of the page, so that it opens without a connection: the document and the files it
// is made of. Nothing personal: answers of the server are never kept.
const SHELL = "shell-2";
const OURS = /^\/(?:$|index\.html$|icon\.svg$|[^/]+\.(?:css|js|txt|wasm)$)/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) {
      if (name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (/^\/(?:api|sandbox|staff)(?:\/|$)/.test(address.pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(document(request));
  } else if (OURS.test(address.pathname)) {
    event.respondWith(file(request));
  }
});

// The shell as it is now: the document and every file that it names, which the browser has just
// fetched for the page, so that the first visit is enough.
async function keep() {
  const shell = await caches.open(SHELL);
  const fresh = await fetch("/");
  if (!fresh.ok) return;
  const names = (await fresh.clone().text()).match(/\/[\w.-]+\.(?:css|js|svg|txt|wasm)/g) ?? [];
  await shell.put("/", fresh);
  await shell.addAll(new Set(names));
}

// The document: the server's as long as it answers, since it names the newest files.
async function document(request) {
  const shell = await caches.open(SHELL);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      await shell.put("/", fresh.clone());
      await forget(shell, await fresh.clone().text());
    }
    return fresh;
  } catch (offline) {
    const kept = await shell.match("/");
    if (kept) return kept;
    throw offline;
  }
}

// A file: its name changes with its contents, so one that is kept never grows old.
async function file(request) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await shell.put(request, fresh.clone());
  return fresh;
}

// Files that the document no longer names, and what they name in turn.
async function forget(shell, html) {
  for (const request of await shell.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== "/" && !html.includes(pathname)) await shell.delete(request);
  }
}
