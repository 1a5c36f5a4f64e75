// Search in the deck: words that stand on a slide, in any order, without regard to case and accents.
"use strict";

const search = (() => {
  const { around, element, fold, split } = matching;
  const dialog = document.querySelector("dialog.search");
  const input = dialog.querySelector("input");
  const hits = dialog.querySelector(".hits");
  const nothing = dialog.querySelector(".nothing");
  const SNIPPET = 90;
  let entries = [];

  function wordsOf(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".katex-html, annotation, .notes, .cites, .unseen").forEach(each => each.remove());
    copy.querySelectorAll("p, li, td, th, dt, dd, h1, h2, h3, h4, pre, figcaption").forEach(each => each.append(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function entryOf(slide) {
    const title = wordsOf(slide.querySelector("h1, h2"));
    const alts = [...slide.querySelectorAll("img")].map(image => image.alt);
    const text = [wordsOf(slide.querySelector(".slide-body")), ...alts].join(" ");
    return { id: slide.id, number: slide.dataset.number, title, text, folded: fold(`${title} ${text}`) };
  }

  function hit(entry, words) {
    const link = document.createElement("a");
    link.href = `#/${entry.id}`;
    link.append(element("b", entry.number), element("span", entry.title), element("small", around(entry.text, words[0], SNIPPET)));
    link.addEventListener("click", () => dialog.close());
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function show() {
    const words = split(input.value);
    const inTitle = entry => words.every(word => fold(entry.title).includes(word));
    const found = words.length ? entries.filter(entry => words.every(word => entry.folded.includes(word))) : [];
    const sorted = [...found.filter(inTitle), ...found.filter(entry => !inTitle(entry))];
    hits.replaceChildren(...sorted.map(entry => hit(entry, words)));
    nothing.hidden = !words.length || found.length > 0;
  }

  function move(event) {
    const stops = [input, ...hits.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && at >= 0) {
      event.preventDefault();
      stops[Math.min(Math.max(at + by, 0), stops.length - 1)].focus();
    }
    if (event.key === "Enter" && at === 0) {
      event.preventDefault();
      if (stops[1]) stops[1].click();
    }
  }

  input.addEventListener("input", show);
  dialog.addEventListener("keydown", move);

  return {
    open(slides) {
      entries = slides.map(entryOf);
      dialog.showModal();
      input.select();
      show();
    },
  };
})();
