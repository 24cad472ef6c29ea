// Taps on their way to the server: kept first, sent in their order when there is a connection, taken off once answered.
import { csrfToken } from "./dom.js";
import * as store from "./store.js";

const A_BATCH = 100;
const PHOTOS = 5;
const [SOONEST, LATEST] = [2000, 60000];
const TOO_LARGE = "It is too large to be sent. Take a smaller photo, or write less.";
const NOT_BOOKED = "This money is not booked: enter it again or hand it back, and press Read after that.";
let counter = 0;

export class Outbox extends EventTarget {
  constructor(user) {
    super();
    Object.assign(this, { user, waiting: 0, state: "idle", problem: "", wait: SOONEST, timer: null, busy: null });
    addEventListener("online", () => this.send());
    addEventListener("focus", () => this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
  }

  async mine() {
    return (await store.taps()).filter((tap) => tap.user === this.user);
  }

  // Raises where the device could not keep it.
  async add(day, tap, describe) {
    const now = new Date();
    const kept = { client_id: crypto.randomUUID(), n: now.getTime() * 1000 + (counter++ % 1000), day, user: this.user,
      at: now.toISOString(), said: {}, ...tap, describe };
    if (!(await store.put("taps", kept))) throw new Error("Nothing is kept after signing out");
    await this.tell().catch(() => {});
    this.send();
    return kept;
  }

  // The same batch at a time: a second call while one is under way is done after it.
  send() {
    clearTimeout(this.timer);
    if (this.busy) {
      this.again = true;
      return this.busy;
    }
    this.busy = this.sendAll().finally(async () => {
      this.busy = null;
      await this.tell();
      if (this.again) {
        this.again = false;
        this.send();
      }
    });
    return this.busy;
  }

  async sendAll() {
    for (;;) {
      const batch = await this.nextBatch();
      if (!batch.length) {
        if (["sending", "offline"].includes(this.state)) this.state = "idle";
        return;
      }
      this.state = this.state === "offline" ? "offline" : "sending";
      await this.tell();
      if (!(await this.post(batch))) return;
    }
  }

  async nextBatch() {
    const taps = await this.mine();
    let photos = 0;
    const day = taps[0]?.day;
    const batch = [];
    for (const tap of taps) {
      if (tap.day !== day || batch.length === A_BATCH || (tap.photo && ++photos > PHOTOS)) break;
      batch.push(tap);
    }
    return batch;
  }

  async post(batch) {
    const form = new FormData();
    form.set("taps", JSON.stringify(batch.map(({ n, day, photo, describe, ...tap }) => tap)));
    for (const tap of batch) if (tap.photo) form.set(tap.client_id, tap.photo, tap.photo.name ?? "photo.jpg");
    let answer, told;
    try {
      answer = await fetch(`/market/days/${batch[0].day}/taps/`, { method: "POST", body: form, redirect: "manual",
        headers: { "X-CSRFToken": csrfToken() }, signal: AbortSignal.timeout(30000) });
      told = answer.ok && await answer.json(); // the connection may break off in the middle of it
    } catch {
      return this.failed("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.failed("signed-out");
    if (!answer.ok) {
      const { error } = await answer.json().catch(() => ({}));
      if (answer.status === 422 && error) return this.unread(batch, error);
      if (answer.status === 413) return this.unread(batch, error ?? TOO_LARGE);
      this.problem = error ?? "The register could not be reached. It will be tried again.";
      return this.failed(answer.status >= 500 ? "offline" : "problem");
    }
    const { taps } = told;
    const byId = new Map(batch.map((tap) => [tap.client_id, tap]));
    const landed = taps.filter((one) => one.outcome === "applied" && byId.has(one.client_id)).map((one) => byId.get(one.client_id));
    for (const { client_id, outcome, words } of taps) {
      const tap = byId.get(client_id);
      if (outcome !== "applied" && tap) await this.keepAnswer(tap, outcome, words);
      await store.remove("taps", client_id);
    }
    return this.done(landed);
  }

  // What the server cannot read must not stop the rest: it is looked for by halves, and the one tap is told to the officer.
  async unread(batch, words) {
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      return (await this.post(batch.slice(0, middle))) && this.post(batch.slice(middle));
    }
    const [tap] = batch;
    await this.keepAnswer(tap, "unreadable", tap.said.amount ? `${words} ${NOT_BOOKED}` : words);
    await store.remove("taps", tap.client_id);
    return this.done([]);
  }

  keepAnswer({ client_id, describe, at, day }, outcome, words) {
    return store.put("answers", { client_id, outcome, words, what: describe, at, day, user: this.user });
  }

  done(landed) {
    Object.assign(this, { state: "sending", problem: "", wait: SOONEST });
    this.dispatchEvent(new CustomEvent("sent", { detail: landed }));
    return true;
  }

  failed(state) {
    this.state = state;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LATEST);
    return false;
  }

  async tell() {
    this.waiting = (await this.mine()).length;
    this.dispatchEvent(new Event("change"));
  }
}
