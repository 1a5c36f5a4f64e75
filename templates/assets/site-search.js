// Search over slides, syntheses and quotes: words that stand anywhere in an entry, in any order, without regard to
// case and accents. The index is loaded with the first use; it is a script, because a file:// page may not fetch.
"use strict";

(() => {
  const { around, element, fold, split } = matching;
  const box = document.querySelector(".search");
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const INDEX = new URL("search-index.js", document.currentScript.src);
  const ROOT = new URL("../", INDEX);
  const MOST = 12;
  const SNIPPET = 110;
  let entries = null;
  let active = -1;

  function load() {
    if (entries) return;
    entries = [];
    const script = document.createElement("script");
    script.src = INDEX;
    script.onload = () => {
      entries = window.instructdeckSearch.map(([kind, href, title, context, text]) => (
        { kind, href, title, context, text, foldedTitle: fold(title), folded: fold(`${title} ${context} ${text}`) }
      ));
      find();
    };
    script.onerror = () => { entries = null; status.textContent = box.dataset.failed; };
    document.head.append(script);
  }

  // Words in the title weigh more than words in the text, and the start of a word more than its middle.
  function score(entry, words) {
    let sum = 0;
    for (const word of words) {
      const at = entry.folded.indexOf(word);
      if (at < 0) return 0;
      const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(entry.folded[at - 1]);
      sum += (entry.foldedTitle.includes(word) ? 8 : 2) + (startsWord ? 1 : 0);
    }
    return sum;
  }

  function option(entry, words, index) {
    const item = document.createElement("li");
    item.id = `_result_${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(
      element("span", entry.title, "title"),
      element("span", [box.dataset[entry.kind], entry.context].filter(Boolean).join(" · "), "context"),
      element("span", around(entry.text, words[0], SNIPPET), "snippet"),
    );
    // The list must not take the focus from the box before the click arrives.
    item.addEventListener("mousedown", event => event.preventDefault());
    item.addEventListener("click", () => go(entry));
    item.entry = entry;
    return item;
  }

  function go(entry) {
    close();
    location.href = new URL(entry.href, ROOT);
  }

  function find() {
    const words = split(input.value);
    const scored = words.length && entries ? entries.map(entry => [score(entry, words), entry]).filter(([sum]) => sum) : [];
    scored.sort((a, b) => b[0] - a[0]);
    list.replaceChildren(...scored.slice(0, MOST).map(([, entry], index) => option(entry, words, index)));
    activate(-1);
    open(scored.length > 0);
    const count = scored.length ? `${scored.length} ${box.dataset.found}` : box.dataset.nothing;
    status.textContent = words.length ? count : "";
    box.classList.toggle("nothing", words.length > 0 && !scored.length);
  }

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  }

  function close() {
    open(false);
    activate(-1);
    box.classList.remove("nothing");
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = list.children[index];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  const count = () => list.children.length;
  const keys = {
    ArrowDown: () => { open(count() > 0); activate(active + 1 < count() ? active + 1 : 0); },
    ArrowUp: () => { open(count() > 0); activate(active > 0 ? active - 1 : count() - 1); },
    Enter: () => { const item = list.children[Math.max(active, 0)]; if (item && !list.hidden) go(item.entry); },
    Escape: () => { if (list.hidden) input.value = ""; close(); },
  };

  input.addEventListener("focus", load);
  input.addEventListener("input", find);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.isComposing || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });

  box.hidden = false;
})();
