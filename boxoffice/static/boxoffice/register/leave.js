// Signing out takes what this device keeps of the officer with it, once the server has signed them out and not before;
// their taps not sent yet are asked about first.
import { changes, el } from "./dom.js";
import { choices, close, once, problem, show } from "./panel.js";
import * as store from "./store.js";

const PATIENCE = 15000;
const user = Number(document.body.dataset.user);

async function forget(lost) {
  await store.forget(user, lost);
  await Promise.all((await caches.keys()).filter((name) => name.startsWith("register-")).map((name) => caches.delete(name)));
}

// Their changes that are not sent; those on their way just now get a moment to arrive.
async function unsent() {
  for (let turn = 0; ; turn++) {
    const left = (await store.taps().catch(() => [])).filter((tap) => tap.user === user);
    if (!left.length || turn === 10 || !navigator.onLine) return left;
    await new Promise((done) => setTimeout(done, 200));
  }
}

// Whether the server has signed them out; null where it could not be reached.
async function signedOut(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE) });
    return answer.status >= 500 ? null : answer.ok || answer.type === "opaqueredirect";
  } catch {
    return null;
  }
}

function stay(form) {
  show("You are still signed in", problem("There is no connection, so you cannot be signed out now. Everything is kept on this tablet."),
    el("p", {}, "Try again when there is a connection. Until then keep the tablet with you, or lock its screen: whoever holds it works in your name."),
    choices([["Try again", () => ask(form), "", "primary"], ["Stay signed in", close]]));
}

// `lost` are the changes that they agreed to lose. The form itself goes on to where signing out leads.
async function leave(form, lost) {
  show("Signing out", el("p", {}, "One moment."));
  const done = await signedOut(form);
  if (done === null) {
    stay(form);
    return;
  }
  if (done) await forget(lost).catch(() => {});
  form.submit();
}

const ask = once(async (form) => {
  const waiting = await unsent();
  if (!waiting.length) {
    await leave(form, waiting);
    return;
  }
  const many = changes(waiting.length);
  show(`${many} not sent yet`,
    el("p", {}, "Signing out takes what this tablet keeps with it, and what was not sent would be lost. Connect first, then sign out."),
    choices([["Stay signed in", close, "", "primary"], [`Sign out and lose ${many}`, () => leave(form, waiting), "", "danger"]]));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.action.endsWith("/sign-out/") || !("indexedDB" in window)) return;
  event.preventDefault();
  ask(form);
});
