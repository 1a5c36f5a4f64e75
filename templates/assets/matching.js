// What both searches share, that of the deck and that of the site: words without regard to case and accents.
"use strict";

const matching = (() => {
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const split = text => fold(text).split(/\s+/).filter(Boolean);

  // The words around a word, about so many characters.
  function around(text, word, most) {
    const at = Math.max(fold(text).indexOf(word), 0);
    const start = at > most / 3 ? text.indexOf(" ", at - most / 3) + 1 : 0;
    const rest = text.slice(start);
    const end = rest.length > most ? rest.lastIndexOf(" ", most) : rest.length;
    return (start ? "… " : "") + rest.slice(0, end > 0 ? end : most) + (end < rest.length ? " …" : "");
  }

  function element(name, text, className = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  return { around, element, fold, split };
})();
