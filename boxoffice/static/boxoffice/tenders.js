// The payment panel: a digit for each way to pay, notes and change, and card payments that are watched while they wait.
// Without this file the ways are links to pages with the same forms.
//
//   data-ways, data-digit    the menu of ways, and the digit that presses one   data-back      back to the menu
//   data-tender              leads to the panel of this name                    data-tender-panel   such a panel
//   data-cash, data-due      the cash form, and pence to pay                    data-note      pence to add to the cash
//   data-watch               the form that looks again, every so many milliseconds, until data-ended is there
const find = (selector, within = document) => [...within.querySelectorAll(selector)];
const pounds = (pence) => "£" + (pence / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 });
const dialogNow = () => document.getElementById("tender");

let digitNext = ""; // a digit typed before the dialog was there
let tenderKeyPressed = false; // F8 was pressed while the desk was sending

// ---- The menu and its panels -------------------------------------------------------------------------------

function show(name) {
  const dialog = dialogNow();
  const ways = dialog?.querySelector("[data-ways]");
  if (!ways) return;
  const panel = name && dialog.querySelector(`[data-tender-panel="${CSS.escape(name)}"]`);
  ways.hidden = Boolean(panel);
  for (const each of find("[data-tender-panel]", dialog)) each.hidden = each !== panel;
  const first = panel ? panel.querySelector("input:not([type=hidden]), select") ?? panel.querySelector("button.primary")
    : ways.querySelector("[data-digit]");
  first?.focus();
  if (panel) first?.select?.();
}

function opened() {
  const dialog = dialogNow();
  if (!dialog) return;
  show(dialog.dataset.panel);
  if (dialog.dataset.panel === "attempt") dialog.querySelector("[data-watch] button")?.focus();
  if (digitNext) press(digitNext);
  digitNext = "";
}

function press(digit) {
  dialogNow()?.querySelector(`[data-ways] [data-digit="${digit}"]`)?.click();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest('[data-open-dialog="tender"]');
  if (opener) {
    event.preventDefault();
    opened(); // app.js has opened it
    if (opener.dataset.tender) show(opener.dataset.tender);
    return;
  }
  const dialog = event.target.closest("#tender");
  if (!dialog) return;
  const way = event.target.closest("a[data-tender]");
  if (way) {
    event.preventDefault();
    show(way.dataset.tender);
  } else if (event.target.closest("[data-back]")) show("");
});

document.addEventListener("dialog-shown", opened); // counter.js has shown one again

window.addEventListener("keydown", (event) => { // before counter.js keeps keys back
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const dialog = dialogNow();
  const digit = /^[1-8]$/.test(event.key);
  if (dialog?.open) {
    const ways = dialog.querySelector("[data-ways]");
    if (!digit || !ways || ways.hidden) return;
    event.preventDefault();
    press(event.key);
  } else if (document.querySelector("[data-counter][aria-busy]")) {
    if (event.key === "F8") tenderKeyPressed = true;
    else if (digit && tenderKeyPressed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      digitNext = event.key;
    }
  } else tenderKeyPressed = false;
}, { capture: true });

// ---- Cash --------------------------------------------------------------------------------------------------

function pence(text) {
  const found = /^£?(\d+)(?:\.(\d{1,2}))?$/.exec(text.replace(/[\s,]/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "0").padEnd(2, "0")) : 0;
}

function showChange(form) {
  const field = form.querySelector("[data-tendered]");
  const shown = form.querySelector("[data-change]");
  const change = pence(field.value) - Number(form.dataset.due);
  shown.classList.toggle("short", Boolean(field.value) && change < 0);
  if (!field.value) shown.textContent = "";
  else shown.textContent = change < 0 ? `${pounds(-change)} more to take` : `Change ${pounds(change)}`;
}

document.addEventListener("input", (event) => {
  if ("tendered" in event.target.dataset) showChange(event.target.form);
});

document.addEventListener("click", (event) => {
  const note = event.target.closest("[data-note]");
  if (!note) return;
  const form = note.closest("form");
  const field = form.querySelector("[data-tendered]");
  field.value = ((pence(field.value) + Number(note.dataset.note)) / 100).toFixed(2);
  showChange(form);
  form.querySelector("[data-take]").focus();
});

// ---- A card payment that waits -----------------------------------------------------------------------------

let watching = null; // the form that is being watched

async function look(form) {
  const body = new FormData(form);
  body.append("fragment", "1");
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const state = document.getElementById("attempt-state");
  if (state && state.textContent.trim() !== page.body.textContent.trim()) state.replaceChildren(...page.body.childNodes);
}

async function watch() {
  const form = document.querySelector("form[data-watch]");
  watching = form;
  if (!form) return;
  try {
    if (!document.querySelector("#attempt-state [data-ended]")) await look(form);
  } catch {
    // The network is away: the next look tells.
  }
  if (!form.isConnected) return;
  if (document.querySelector("#attempt-state [data-ended]")) form.requestSubmit(); // counter.js sends it, or the page
  setTimeout(watch, Number(form.dataset.watch));
}

setInterval(() => {
  const form = document.querySelector("form[data-watch]");
  if (form && form !== watching) watch();
}, 250);

const shown = document.querySelector("dialog#tender[data-show]");
if (shown) {
  shown.showModal();
  opened();
}
