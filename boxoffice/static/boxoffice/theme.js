// Light, dark or the system's own: kept in this browser, applied before the page is painted. Not a module, so that
// it runs early. A page marked data-theme-fixed keeps its own theme.
(() => {
  const root = document.documentElement;
  root.classList.add("js"); // style sheets hide what only works without scripts, and the other way round
  const words = { light: "Light", dark: "Dark", system: "As the system" };
  const next = { system: "light", light: "dark", dark: "system" };
  let choice = "system";
  try {
    choice = localStorage.getItem("theme") ?? "system";
  } catch {
    // Storage is refused: follow the system.
  }

  function apply() {
    if ("themeFixed" in root.dataset) return;
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
  }

  function label() {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = "themeFixed" in root.dataset;
      const text = button.querySelector("[data-theme-words]") ?? button;
      text.textContent = `Colours: ${words[choice] ?? words.system}`;
    }
  }

  function change() {
    choice = next[choice] ?? "light";
    try {
      localStorage.setItem("theme", choice);
    } catch {
      // It lasts until the next page.
    }
    apply();
    label();
  }

  apply();
  document.addEventListener("DOMContentLoaded", label);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) change();
  });
})();
