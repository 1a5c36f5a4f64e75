// The theme of the pages. Runs before anything is drawn, so that a chosen theme does not flash.
// The deck keeps its choice under the same key.
"use strict";

(() => {
  const THEME = "instructdeck-theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // A browser may refuse storage (private windows, file://); the pages then work without a memory.
  const remembered = () => { try { return localStorage.getItem(THEME); } catch { return null; } };
  const remember = name => { try { localStorage.setItem(THEME, name); } catch { /* no memory */ } };

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const setTheme = name => { if (name === "dark" || name === "light") root.dataset.theme = name; };
  setTheme(remembered());

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme-toggle");
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      setTheme(isDark() ? "light" : "dark");
      remember(root.dataset.theme);
      show();
    });
    addEventListener("storage", event => {
      if (event.key === THEME) { setTheme(event.newValue); show(); }
    });
    dark.addEventListener("change", show);
    show();
    button.hidden = false;
  });
})();
