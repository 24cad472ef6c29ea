// Printing by the browser. A page marked data-print-now prints itself when it has loaded, then goes to data-then or
// closes; a browser started with --kiosk-printing asks nothing. Where a print job is under way, data-print-state is
// the address that says how it goes.
const page = document.querySelector("[data-print-now]");

if (page) {
  const done = () => (page.dataset.then ? location.replace(page.dataset.then) : window.close());
  window.addEventListener("afterprint", done, { once: true });
  requestAnimationFrame(() => window.print());
}

async function look() {
  const state = document.querySelector("[data-print-state]:not([data-settled])");
  if (!state || document.hidden) return;
  try {
    const answer = await fetch(state.dataset.printState);
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-print-state]");
    if (answer.ok && there && state.isConnected) state.replaceWith(document.adoptNode(there));
  } catch { /* the next look may reach it */ }
}

if (!page) setInterval(look, 1500);
