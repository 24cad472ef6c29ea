// The register on a tablet: draws the day from what is kept on it, and every press is kept first and sent when it can be.
import { button, changes, clock, csrfToken, el, pounds } from "./dom.js";
import { dayWith, figures } from "./day.js";
import { List } from "./list.js";
import { begin, choosePitch, letTo, payFor } from "./letting.js";
import { Outbox } from "./outbox.js";
import { close, isOpen, notKept } from "./panel.js";
import { drawPlan } from "./plan.js";
import { absent, more } from "./rows.js";
import { scanBadges } from "./scan.js";
import * as store from "./store.js";

const EVERY = 20000;
const FEW = 10;
const root = document.querySelector("[data-register]");

class RegisterApp {
  constructor() {
    const { day, user, view } = root.dataset;
    Object.assign(this, { id: Number(day), user: Number(user), view, bundle: null, day: null, synced: null, inStep: false, online: navigator.onLine });
    this.outbox = new Outbox(this.user);
    this.outbox.addEventListener("change", () => this.refresh());
    this.landed = []; // done by the server, and not in the bundle yet
    this.outbox.addEventListener("sent", ({ detail }) => {
      this.landed.push(...detail.map((tap) => ({ ...tap, landed: true })));
      this.fetchDay();
    });
    this.act = {
      day: () => this.day, keep: (tap, words) => this.outbox.add(this.id, tap, words), tap: (tap, words) => this.tap(tap, words),
      say: (...said) => this.say(...said),
      here: (row) => this.here(row), absent: (row) => absent(row, this.day, this.act.say), more: (row) => more(row, this.day, this.act),
      let: (row) => begin(row, this.day, this.act), letTo: (trader) => choosePitch(this.day, this.act, trader),
      pay: (row) => payFor(row, this.day, this.act), back: (row) => this.back(row), undoLet: (row) => this.undo(row, row.let, "let"),
    };
  }

  async start() {
    if ((await store.meta("user")) !== this.user) await this.takeOver();
    const kept = await store.get("days", this.id);
    if (kept) Object.assign(this, { bundle: kept.bundle, synced: new Date(kept.at) });
    this.wire();
    await this.outbox.tell();
    await this.refresh();
    await this.fetchDay();
    this.outbox.send();
    setInterval(() => document.visibilityState === "visible" && this.fetchDay(), EVERY);
    addEventListener("online", () => this.fetchDay());
    addEventListener("offline", () => { this.online = false; this.drawBar(); });
    navigator.storage?.persist?.();
  }

  // Somebody else signs in on this tablet: the days go; what the other tapped, and what they have not read, stays.
  async takeOver() {
    await store.empty("days");
    await store.setMeta("user", this.user);
  }

  wire() {
    document.addEventListener("click", (event) => {
      const target = event.target.closest("[data-do]");
      if (!target || !this.day) return;
      event.preventDefault();
      this[target.dataset.do](target);
    });
    for (const node of root.querySelectorAll("[data-js]")) node.hidden = false;
  }

  // ---- What presses do -----------------------------------------------------------------------------------

  // Whether it was kept; where it was not, the officer is told.
  async tap(tap, words) {
    try {
      await this.act.keep(tap, words);
      return true;
    } catch {
      notKept("", () => { close(); return this.tap(tap, words); });
      return false;
    }
  }

  async say(row, presence, stood_by = "self") {
    const words = { arrived: "here", expected: "not here yet", "left-early": "left early" }[presence]
      ?? this.day.kinds.find((kind) => kind.presence === presence)?.words.toLowerCase() ?? presence;
    const kept = await this.tap({ act: "presence", line: row.line, place: row.place, seen: row.tap, said: { presence, stood_by } },
      `${row.label}, ${row.who}: ${words}`);
    if (kept) this.announce(`${row.label} ${words}`);
  }

  here(row) {
    if (row.presence !== "arrived") this.say(row, "arrived");
    else if (row.line) this.say(row, "expected");
  }

  back(row) {
    this.act.tap({ act: "swap", line: row.late.line, place: row.place, said: { with: null } }, `${row.late.name} came after all`);
  }

  undo(row, of, undoes) {
    this.act.tap({ act: "undo", line: row.line, place: row.place, seen: row.tap, said: { of }, undoes }, `${row.label}, ${row.who}: taken back`);
  }

  scan() { scanBadges(this.day, this.act); }

  casual() { choosePitch(this.day, this.act); }

  list() { this.show("list"); }

  plan() { this.show("plan"); }

  async read(answer) {
    await store.remove("answers", answer.client_id);
    this.refresh();
  }

  show(view) {
    this.view = view;
    for (const link of root.querySelectorAll("[data-view]")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.draw();
  }

  choose(row) {
    if (row.state === "free" && !row.late) this.act.let(row);
    else if (row.state === "due") this.here(row);
    else this.act.more(row);
  }

  // ---- The day from the server ---------------------------------------------------------------------------

  async fetchDay() {
    const before = [...this.landed];
    try {
      const answer = await fetch(`/market/days/${this.id}/bundle.json`, { redirect: "manual", signal: AbortSignal.timeout(15000),
        headers: this.etag ? { "If-None-Match": this.etag } : {} });
      this.online = true;
      this.signedOut = answer.type === "opaqueredirect" || answer.status === 403;
      if (answer.ok) {
        this.bundle = await answer.json();
        this.etag = answer.headers.get("ETag");
      }
      if (answer.ok || answer.status === 304) {
        const at = new Date();
        this.landed = this.landed.filter((tap) => !before.includes(tap));
        await store.put("days", { id: this.id, at: at.toISOString(), bundle: this.bundle });
        await this.keepNumbers();
        Object.assign(this, { synced: at, inStep: true }); // only now can it go out: it has its day and its receipt numbers
      }
    } catch {
      this.online = false;
    }
    await this.refresh();
  }

  async keepNumbers() {
    if ((await store.numbersLeft()) > FEW) return;
    const form = new FormData();
    form.set("device", await store.device());
    form.set("after", (await store.meta("lastNumber")) ?? 0);
    const answer = await fetch("/market/blocks/", { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" });
    if (answer.ok) for (const block of (await answer.json()).blocks) await store.addBlock(block);
  }

  // ---- Drawing -------------------------------------------------------------------------------------------

  async refresh() {
    const kept = await store.taps();
    const waiting = new Set(kept.map((tap) => tap.client_id));
    const taps = [...this.landed.filter((tap) => !waiting.has(tap.client_id)), ...kept].filter((tap) => tap.day === this.id);
    this.others = kept.filter((tap) => tap.user !== this.user).length;
    this.answers = (await store.all("answers")).filter((one) => one.user === this.user);
    if (this.bundle) {
      this.day = dayWith(this.bundle, taps.filter((tap) => tap.user === this.user));
      this.draw();
    }
    this.drawBar();
    this.drawAnswers();
  }

  draw() {
    const here = root.querySelector("[data-day-list]");
    this.rows ??= new List(el("ul", { class: "rlist" }), this.act);
    this.rows.draw(this.day);
    this.sheet ??= el("div", { class: "map regmap" });
    const shown = this.view === "plan" ? this.sheet : this.rows.root;
    if (this.view === "plan") drawPlan(this.sheet, this.day, (row) => this.choose(row));
    if (here.firstElementChild !== shown) here.replaceChildren(shown, ...(this.view === "plan" ? this.legend() : []));
    for (const [label, value] of figures(this.day)) {
      const node = root.querySelector(`[data-figure="${label}"]`);
      if (node) node.textContent = label === "Taken today" ? pounds(value) : value;
    }
    root.dataset.ready = "";
  }

  legend() {
    const kept = document.getElementById("plan-legend");
    return kept ? [kept.content.cloneNode(true)] : [];
  }

  drawBar() {
    const { waiting, state, problem } = this.outbox;
    const bar = root.querySelector("[data-bar]");
    const since = this.synced ? `, last in step ${clock(this.synced)}` : "";
    let [tone, words] = ["ok", this.inStep ? `In step, ${clock(this.synced)}` : "Loading"];
    if (this.signedOut || state === "signed-out") [tone, words] = ["bad", waiting ? `Sign in to send ${changes(waiting)}` : "Sign in again"];
    else if (problem) [tone, words] = ["bad", `${changes(waiting)} waiting: ${problem}`];
    else if (!this.online || state === "offline") [tone, words] = ["warn", `Offline, ${waiting ? `${changes(waiting)} waiting` : "nothing waiting"}${since}`];
    else if (waiting) [tone, words] = ["info", `Sending ${changes(waiting)}`];
    const said = tone === "bad" && !problem
      ? el("a", { class: `badge ${tone}`, href: `/sign-in/?next=/market/days/${this.id}/` }, words) : el("span", { class: `badge ${tone}` }, words);
    if (bar.textContent !== words) bar.replaceChildren(said);
    root.dataset.waiting = waiting;
    this.drawLate();
    root.querySelector("[data-others]").replaceChildren(...(this.others
      ? [el("p", { class: "notice warn" }, `${changes(this.others)} tapped by somebody else on this tablet ${this.others === 1 ? "waits" : "wait"}. They are sent when that officer signs in here.`)] : []));
  }

  // Letting go of late pitches is done by the server for all of them at once, so it needs the network.
  drawLate() {
    const form = root.querySelector("[data-late]");
    const late = this.bundle?.late ?? 0;
    form.hidden = !late;
    form.querySelector("button").disabled = !this.online;
    form.querySelector("span").textContent = `Late: release ${late} ${late === 1 ? "pitch" : "pitches"}`;
  }

  drawAnswers() {
    const disputed = this.bundle?.disputed ?? 0;
    const decide = disputed
      ? [el("p", { class: "notice warn" }, el("a", { href: `/market/days/${this.id}/disputed-taps/` }, disputed === 1 ? "1 thing to decide" : `${disputed} things to decide`),
        ": two officers disagree, or money could not be booked.")] : [];
    root.querySelector("[data-answers]").replaceChildren(...decide, ...this.answers.map((one) => el("div", { class: "notice bad answer", role: "alert" },
      el("span", {}, el("b", {}, one.outcome === "disputed" ? "To decide: " : "Not done: "), `${one.what}. ${one.words}`),
      button("Read", () => this.read(one)))));
  }

  announce(words) {
    const status = root.querySelector("[data-said]");
    if (status && !isOpen()) status.textContent = words;
  }
}

// The shell is kept by the service worker; which files that is, the page knows best.
async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/market/worker.js", { scope: "/market/" });
  const ready = await navigator.serviceWorker.ready;
  const linked = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  ready.active.postMessage({ keep: [...new Set([...linked, ...loaded].map((one) => one.split("#")[0]))], pages: [location.pathname, "/market/"] });
}

if (root) {
  const app = new RegisterApp();
  app.start();
  const kept = () => keepShell().catch(() => {}); // without a worker the register still works while there is a network
  if (document.readyState === "complete") kept();
  else addEventListener("load", kept);
  addEventListener("pagehide", close);
}
