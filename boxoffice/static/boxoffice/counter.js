// The counter desk without page loads: forms marked data-send go by fetch, and the parts marked data-swap of the
// answer take the place of those on the page. The plan stays where it is. Everything works without this file.
//
//   data-send            send this form by fetch          data-swap       replace by the answer's part of this id
//   data-seconds         time the basket is still held    data-find       the box that narrows the performances
//   data-show            a dialog to open again           data-key        keys that wait while something is sent
const find = (selector, within = document) => [...within.querySelectorAll(selector)];
const desk = document.querySelector("[data-counter]");
const party = document.getElementById("party");
const say = (text) => { document.getElementById("say").textContent = text; };
const WAITING_KEYS = ["Ctrl+Enter", "Ctrl+.", "F7", "F8", "F9"];

let busy = false;
let dropping = false; // the plan is giving up places that were refused
let keyPressed = null; // pressed while something was being sent

// ---- Sending -----------------------------------------------------------------------------------------------

async function send(form, button) {
  if (busy) return;
  busy = true;
  desk.setAttribute("aria-busy", "true");
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  try {
    const to = button?.getAttribute("formaction") ?? form.getAttribute("action");
    const answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    receive(page, answer, form);
  } catch {
    say("We cannot reach the box office. Look at your connection and try again: nothing is charged twice.");
  } finally {
    busy = false;
    desk.removeAttribute("aria-busy");
  }
  afterwards();
}

function receive(page, answer, form) {
  const there = page.querySelector("[data-counter]");
  if (!there) return location.reload(); // signed out meanwhile
  if (there.dataset.counter !== desk.dataset.counter) return location.assign(answer.ok ? answer.url : "/counter/");
  const active = document.activeElement;
  const onPlan = Boolean(active?.closest("[data-plan-sheet], [data-seat-list]"));
  for (const part of find("[data-swap]", page)) {
    for (const kept of find("[data-kept]", part)) kept.replaceWith(document.getElementById(kept.id) ?? "");
    document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
  }
  document.title = page.title;
  say(page.getElementById("say").textContent);
  if (answer.ok && answer.redirected) history.replaceState(null, "", answer.url);
  if (answer.ok && form.id === "party-form") empty(party);
  tellPlan(answer.ok);
  narrow();
  tick();
  putFocus(active?.id, onPlan);
}

function empty(field) {
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function tellPlan(done) {
  const mine = JSON.parse(document.getElementById("basket").dataset.mine);
  document.dispatchEvent(new CustomEvent("basket-changed", { detail: { mine } }));
  if (done || !document.querySelector("#choose [data-from-plan]")) return;
  dropping = true;
  document.dispatchEvent(new CustomEvent("choose-places", { detail: { places: [] } }));
}

function putFocus(id, onPlan) {
  const dialog = document.querySelector("dialog[data-show]");
  if (dialog) {
    dialog.showModal();
    dialog.querySelector("input:not([type=hidden])")?.select();
    document.dispatchEvent(new CustomEvent("dialog-shown"));
  } else if (!onPlan) {
    const same = id && document.getElementById(id);
    const stays = same && same.tagName !== "BUTTON" && !same.closest("dialog:not([open])");
    (stays ? same : party).focus();
    if (document.activeElement === party) party.select();
  }
}

// What came in while a form was under way: more places on the plan, or a key.
function afterwards() {
  const key = keyPressed;
  keyPressed = null;
  if (key) document.querySelector(`[data-key="${key}"]`)?.click();
  else if (!dropping && document.querySelector("#choose [data-from-plan]")) send(document.getElementById("choose"));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-send]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("places-changed", (event) => {
  if (!event.detail.places.length) dropping = false;
  else if (!dropping) send(document.getElementById("choose"));
});

// ---- Keys --------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const key = (event.ctrlKey ? "Ctrl+" : "") + event.key;
  if (busy && WAITING_KEYS.includes(key)) {
    keyPressed = key;
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (key === "Escape" && !document.querySelector("dialog[open]")) {
    party.focus();
    party.select();
  }
}, { capture: true });

document.addEventListener("click", (event) => {
  if (event.target.closest("a[data-open-dialog]")) event.preventDefault(); // app.js opens the dialog
});

// ---- Performances ------------------------------------------------------------------------------------------

const finder = document.querySelector("[data-find]");

function narrow() {
  const words = finder.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const group of find("#performances .plist")) {
    const heading = group.previousElementSibling;
    for (const item of group.children) {
      const text = `${heading.textContent} ${item.textContent}`.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    heading.hidden = group.hidden = [...group.children].every((item) => item.hidden);
  }
}

finder.addEventListener("input", narrow);
finder.addEventListener("submit", (event) => {
  const first = document.querySelector("#performances li:not([hidden]) a");
  if (!first) return; // let the server look further ahead
  event.preventDefault();
  location.assign(first.href);
});

// ---- The time a basket is held -----------------------------------------------------------------------------

const held = new WeakMap(); // badge → when its time is up

function tick() {
  const badge = document.querySelector("[data-seconds]");
  if (!badge) return;
  if (!held.has(badge)) held.set(badge, Date.now() + Number(badge.dataset.seconds) * 1000);
  const seconds = Math.max(0, Math.round((held.get(badge) - Date.now()) / 1000));
  const minutes = Math.floor(seconds / 60);
  badge.textContent = seconds ? `Held for ${minutes} min ${seconds % 60} s` : "Time is up";
  if ([300, 120, 60].includes(seconds)) say(`The places in the basket are held for ${minutes} more min.`);
}

tick();
setInterval(tick, 1000);
narrow();
