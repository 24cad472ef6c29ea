// One-letter keys for buttons and choices: data-letter="P" or data-letter="1". They act only while nobody is typing,
// and a button with data-letters-switch turns them off for good (WCAG 2.2, 2.1.4).
const KEPT = "letter-keys";
const typed = "textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])";

const kept = {
  get on() { try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; } },
  set on(value) { try { localStorage.setItem(KEPT, value ? "on" : "off"); } catch { /* private browsing */ } },
};

function show() {
  document.querySelectorAll("[data-letters-switch]").forEach((button) => {
    button.hidden = false;
    button.textContent = `Turn letter keys ${kept.on ? "off" : "on"}`;
  });
  document.documentElement.toggleAttribute("data-letters-off", !kept.on);
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-letters-switch]")) return;
  kept.on = !kept.on;
  show();
});

document.addEventListener("keydown", (event) => {
  if (!kept.on || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (event.target.closest?.(typed) || document.querySelector("dialog[open]")) return;
  const target = document.querySelector(`[data-letter="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.click();
});

show();
