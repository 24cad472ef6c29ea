// The service worker of the market desk: keeps the register's page, its files, and answers with them without a network.
// From the network first, because names of files need not change with their content; from what is kept where that
// fails or takes too long, and for a while after it did.
const CACHE = "register-1";
const PATIENCE = 4000;
const PAUSE = 5000;
const REGISTER = /^\/market\/(days\/\d+\/)?$/;
let failedAt = 0;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("register-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

async function keep(request, response) {
  if (response.ok && !response.redirected && response.type === "basic") {
    await (await caches.open(CACHE)).put(request, response);
  }
}

// One file or page, fetched and kept; a page that cannot be had now is kept the next time.
async function refresh(address) {
  try {
    const request = new Request(address, { credentials: "same-origin" });
    await keep(address, await fetch(request));
  } catch {
    // No network.
  }
}

self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { keep: files = [], pages = [] } = event.data;
  await Promise.all([...files, ...pages].map(refresh));
  const cache = await caches.open(CACHE);
  const wanted = new Set(files);
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith("/static/") && !wanted.has(request.url)) await cache.delete(request);
  }
})()));

async function kept(request, isPage) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(isPage ? new URL(request.url).pathname : request, { ignoreVary: true });
  return found ?? (isPage ? cache.match("/market/", { ignoreVary: true }) : undefined);
}

async function answer(request, isPage) {
  const stored = await kept(request, isPage);
  if (stored && Date.now() - failedAt < PAUSE) return stored;
  try {
    const asked = fetch(request);
    const late = new Promise((_, fail) => { setTimeout(() => fail(new Error("late")), PATIENCE); });
    const response = await (stored ? Promise.race([asked, late]) : asked);
    failedAt = 0;
    if (!isPage || !new URL(request.url).search) await keep(isPage ? new URL(request.url).pathname : request, response.clone());
    return response;
  } catch (error) {
    failedAt = Date.now();
    if (stored) return stored;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const isPage = request.mode === "navigate" && REGISTER.test(pathname);
  if (isPage || pathname.startsWith("/static/")) event.respondWith(answer(request, isPage));
});
