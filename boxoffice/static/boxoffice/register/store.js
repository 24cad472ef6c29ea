// What this device keeps in IndexedDB: bundles of days, taps not sent yet, answers not read yet, and itself.
const NAME = "register";
const STORES = { days: "id", taps: "client_id", answers: "client_id", meta: "key" };
let opened = null;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(store, { keyPath });
    };
    asked.onsuccess = () => {
      asked.result.onclose = () => { opened = null; };
      done(asked.result);
    };
    asked.onerror = () => { opened = null; fail(asked.error); };
  });
  return opened;
}

async function run(stores, mode, work) {
  const transaction = (await open()).transaction(stores, mode);
  const finished = new Promise((done, fail) => {
    transaction.oncomplete = done;
    transaction.onabort = () => fail(transaction.error);
    transaction.onerror = () => fail(transaction.error);
  });
  const result = work(transaction);
  await finished;
  return result?.result;
}

export const get = (store, key) => run([store], "readonly", (t) => t.objectStore(store).get(key));
export const all = (store) => run([store], "readonly", (t) => t.objectStore(store).getAll());
let gone = false; // forgotten: what is still on its way from the server is kept no more, and put says false
export const put = async (store, value) => !gone && run([store], "readwrite", (t) => t.objectStore(store).put(value));
export const remove = (store, key) => run([store], "readwrite", (t) => t.objectStore(store).delete(key));
export const empty = (...stores) => run(stores, "readwrite", (t) => { stores.forEach((store) => t.objectStore(store).clear()); });
export const meta = async (key) => (await get("meta", key))?.value;
export const setMeta = (key, value) => put("meta", { key, value });

function sweep(store, goes) {
  store.openCursor().onsuccess = ({ target: { result: at } }) => {
    if (!at) return;
    if (goes(at.value)) at.delete();
    at.continue();
  };
}

// What one officer leaves behind goes: the days, the answers to them, and those of their taps that they agreed to lose;
// other officers' stay for them. Answers that only this device knows of stay until they are read; its own name and
// receipt numbers stay, or numbers would be lost.
export async function forget(user, lost) {
  gone = true;
  try {
    await run(["days", "taps", "answers"], "readwrite", (t) => {
      t.objectStore("days").clear();
      lost.forEach((tap) => t.objectStore("taps").delete(tap.client_id));
      sweep(t.objectStore("answers"), (one) => one.user === user && one.outcome !== "unreadable");
    });
  } catch (error) {
    gone = false;
    throw error;
  }
}

export async function taps() {
  return (await all("taps")).sort((a, b) => a.n - b.n);
}

// The next receipt number of this device, given out once and for all; null where none is left.
export async function takeNumber() {
  let taken = null;
  await run(["meta"], "readwrite", (t) => {
    const store = t.objectStore("meta");
    const asked = store.get("block");
    asked.onsuccess = () => {
      const kept = asked.result?.value ?? [];
      const block = kept.find((one) => one.next <= one.last);
      if (!block) return;
      taken = block.next++;
      store.put({ key: "block", value: kept.filter((one) => one.next <= one.last) });
    };
  });
  return taken;
}

export async function numbersLeft() {
  return ((await meta("block")) ?? []).reduce((count, one) => count + one.last - one.next + 1, 0);
}

export async function addBlock({ first, last }) {
  const kept = (await meta("block")) ?? [];
  if (kept.some((one) => one.last === last)) return;
  await setMeta("block", [...kept, { next: first, last }]);
  await setMeta("lastNumber", last);
}

export async function device() {
  let name = await meta("device");
  if (!name) {
    name = crypto.randomUUID();
    await setMeta("device", name);
  }
  return name;
}
