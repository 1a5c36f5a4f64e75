// Runs before anything is drawn: sets the theme, and decides how the deck is shown.
//   stage    one slide at a time, by reveal.js                    html.live.paged
//   sheets   every slide a page of its own, for ?print-pdf        html.paged
//   reading  one long page, on a phone or with ?view=scroll       html
"use strict";

const view = (() => {
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 600px)");

  // A browser may refuse storage (private windows, file://); the deck then works without a memory.
  const memory = {
    get(area, key) { try { return window[area].getItem(key); } catch { return null; } },
    set(area, key, value) { try { window[area].setItem(key, value); } catch { /* no memory */ } },
  };

  const THEME = "instructdeck-theme";
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const setTheme = name => { if (name === "dark" || name === "light") root.dataset.theme = name; };
  setTheme(memory.get("localStorage", THEME));

  function toggleTheme() {
    setTheme(isDark() ? "light" : "dark");
    memory.set("localStorage", THEME, root.dataset.theme);
  }

  function kind() {
    if (/[?&](print-pdf|view=print)\b/i.test(location.search)) return "sheets";
    if (narrow.matches || /[?&]view=(scroll|reader)\b/i.test(location.search)) return "reading";
    return "stage";
  }

  const chosen = kind();
  root.classList.toggle("live", chosen === "stage");
  root.classList.toggle("paged", chosen !== "reading");
  // A turned phone changes from reading to stage and back; the address keeps the place.
  narrow.addEventListener("change", () => { if (kind() !== chosen) location.reload(); });

  return { kind: chosen, memory, toggleTheme };
})();
