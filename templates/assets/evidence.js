// The evidence of a slide in a panel over it. What the panel shows stands in the slide itself, hidden: see deck/evidence.html.
"use strict";

const evidence = (() => {
  const dialog = document.querySelector("dialog.proof");
  const [title, list, nothing] = ["h2", "ol", ".nothing"].map(part => dialog.querySelector(part));

  // What of the evidence a mark stands for: the words of the mark say which place in a source.
  const answers = (entry, mark) => entry.dataset.cite === mark.dataset.cite
    && entry.querySelector("b").textContent === mark.textContent;

  // A step that is still to come does not tell its evidence.
  const isSeen = mark => view.kind !== "stage" || !mark.closest(".fragment:not(.visible)");

  const entriesOf = slide => [...slide.querySelectorAll(".evidence > li")];
  const marksOf = slide => [...slide.querySelectorAll(".cite")].filter(mark => !mark.closest(".evidence, .notes"));

  // `asked` is the mark that was pressed, or none.
  function open(slide, asked = null) {
    fill(slide, asked);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    focusOn(list.querySelector(".asked"));
  }

  function fill(slide, asked) {
    const marks = marksOf(slide).filter(isSeen);
    const entries = entriesOf(slide).filter(entry => marks.some(mark => answers(entry, mark)));
    const copies = entries.map(entry => {
      const copy = entry.cloneNode(true);
      copy.classList.toggle("asked", asked !== null && answers(entry, asked));
      return copy;
    });
    list.replaceChildren(...copies);
    list.hidden = !copies.length;
    nothing.hidden = copies.length > 0;
    title.textContent = `${title.dataset.of} ${slide.dataset.number}`;
    const hue = [...slide.classList].find(name => name.startsWith("hue-"));
    dialog.className = dialog.className.replace(/ ?hue-\d+/g, "") + (hue ? ` ${hue}` : "");
    dialog.dataset.slide = slide.id;
  }

  // Read from here on: by eye and by ear.
  function focusOn(entry) {
    if (!entry) return;
    entry.tabIndex = -1;
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "nearest" });
  }

  const close = () => { if (dialog.open) dialog.close(); };

  function onClick(event) {
    const mark = event.target.closest?.(".slides .cite");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    // With a key held down it stays a link, which opens in a window of its own.
    if (!mark || !plain || event.defaultPrevented) return;
    const slide = mark.closest(".slide");
    if (!entriesOf(slide).some(entry => answers(entry, mark))) return;
    event.preventDefault();
    open(slide, mark);
  }

  document.addEventListener("click", onClick);
  dialog.addEventListener("keydown", event => {
    // A panel that has just been closed keeps the focus until the next frame.
    if (!dialog.open || event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // else the deck, which sees no panel any more, would open it again
    close();
  });
  const prepare = part => { for (const mark of part.querySelectorAll(".cite")) mark.setAttribute("aria-haspopup", "dialog"); };
  prepare(document.querySelector(".slides"));

  // Whose evidence is open: the id of a slide, or nothing.
  const shown = () => (dialog.open ? dialog.dataset.slide : "");

  // The evidence of one slide does not stay over another.
  function leave(slide) {
    if (shown() !== slide.id) close();
  }

  // Slides that `serve` has swapped.
  document.addEventListener("renewed", event => {
    event.detail.forEach(prepare);
    const slide = event.detail.find(each => each.id === shown());
    if (shown() && slide) fill(slide, null);
  });

  return { leave, open, shown };
})();
