// Light or dark, in the deck and on the pages. Runs before anything is drawn, so that a chosen theme does not flash.
"use strict";

const theme = (() => {
  const KEY = "instructdeck-theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // A browser may refuse storage (private windows, file://); the pages then work without a memory.
  const memory = {
    get(area, key) { try { return window[area].getItem(key); } catch { return null; } },
    set(area, key, value) { try { window[area].setItem(key, value); } catch { /* no memory */ } },
  };

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const set = name => { if (name === "dark" || name === "light") root.dataset.theme = name; };
  set(memory.get("localStorage", KEY));

  function toggle() {
    set(isDark() ? "light" : "dark");
    memory.set("localStorage", KEY, root.dataset.theme);
  }

  // Calls a function when the system, or another window, changes to light or dark.
  function onChange(show) {
    addEventListener("storage", event => { if (event.key === KEY) { set(event.newValue); show(); } });
    dark.addEventListener("change", show);
  }

  return { isDark, memory, onChange, toggle };
})();
