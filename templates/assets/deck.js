// Starts the view that view.js chose, and connects keys and buttons with what they do.
"use strict";

const deck = (() => {
  const slides = () => [...document.querySelectorAll(".slides > .slide")];
  const find = selector => document.querySelector(selector);

  // Listings with steps -------------------------------------------------------------------------------------
  // `data-steps="1 3|4"` lights lines 1 and 3, then 4. Every step after the first is an empty fragment, so that
  // reveal.js counts it; which lines are lit follows from how many of them are visible.

  function prepareSteps(part) {
    for (const listing of part.querySelectorAll("pre[data-steps]")) {
      listing.querySelectorAll(".step").forEach(step => step.remove());
      for (const _ of listing.dataset.steps.split("|").slice(1)) {
        const step = document.createElement("span");
        step.className = "fragment step";
        listing.append(step);
      }
    }
  }

  function lightLines(slide) {
    for (const listing of slide.querySelectorAll("pre[data-steps]")) {
      const shown = listing.querySelectorAll(".step.visible").length;
      const lit = new Set((listing.dataset.steps.split("|")[shown] || "").split(" ").filter(Boolean).map(Number));
      listing.classList.toggle("stepping", lit.size > 0);
      listing.querySelectorAll(".line").forEach((line, index) => line.classList.toggle("lit", lit.has(index + 1)));
    }
  }

  // Stage ---------------------------------------------------------------------------------------------------

  function startStage() {
    prepareSteps(document);
    slides().forEach(lightLines);
    Reveal.initialize({
      width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 8,
      center: false, display: "flex",
      hash: true, hashOneBasedIndex: true, respondToHashChanges: true, history: false,
      controls: false, progress: false, slideNumber: false, jumpToSlide: true, help: false,
      transition: "none", backgroundTransition: "none", autoAnimate: false,
      // Phones get the reading view; reveal's own print view writes styles, which the CSP forbids: see print.css.
      view: null, scrollActivationWidth: null,
      pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1,
      postMessage: false, postMessageEvents: false,
      // "/" searches (191), "?" helps: both are handled below, by what is printed on the key.
      keyboard: { 191: () => {}, 112: showHelp },
      keyboardCondition: event => !find("dialog[open]") && !(event.key === "Escape" && isZoomed()),
      plugins: [RevealZoom],
    });
    Reveal.on("ready", showSlide);
    Reveal.on("slidechanged", showSlide);
    Reveal.on("fragmentshown", () => lightLines(Reveal.getCurrentSlide()));
    Reveal.on("fragmenthidden", () => lightLines(Reveal.getCurrentSlide()));
    Reveal.on("overviewshown", () => { view.surround(null); arrangeOverview(); });
    Reveal.on("overviewhidden", () => view.surround(Reveal.getCurrentSlide()));
    addEventListener("resize", arrangeOverview);
    podium.start(Reveal, lightLines);
    showToolsOnMove();
    visualViewport.addEventListener("resize", freeFinger);
  }

  // Escape then belongs to the zoom alone, and opens no overview.
  const isZoomed = () => document.body.style.transform !== "";

  function showSlide() {
    const slide = Reveal.getCurrentSlide();
    if (!slide) return;
    lightLines(slide);
    evidence.leave(slide);
    view.surround(Reveal.isOverview() ? null : slide);
    if (Reveal.isOverview()) slide.scrollIntoView({ block: "nearest" });
    const hue = [...slide.classList].find(name => name.startsWith("hue-"));
    find(".reveal").className = find(".reveal").className.replace(/ ?hue-\d+/g, "") + (hue ? ` ${hue}` : "");
  }

  // Zoomed in by two fingers, one finger moves over the slide and turns none.
  function freeFinger() {
    const pinched = visualViewport.scale > 1.01;
    find(".reveal").toggleAttribute("data-prevent-swipe", pinched);
    find(".reveal").style.touchAction = pinched ? "auto" : "";
  }

  // Overview: a grid (see deck.css), in which up and down go by rows -------------------------------------------

  const THUMB = 240; // px, at least, so that titles can be read
  const GAP = 24;
  let columns = 5;

  function arrangeOverview() {
    if (!Reveal.isOverview()) return;
    columns = Math.min(Math.max(Math.floor((innerWidth - GAP) / (THUMB + GAP)), 2), 6);
    const width = (innerWidth - GAP * (columns + 2)) / columns;
    find(".reveal").style.setProperty("--overview-columns", columns);
    find(".reveal").style.setProperty("--overview-zoom", width / 1280);
    Reveal.getCurrentSlide().scrollIntoView({ block: "nearest" });
  }

  function goByRow(event) {
    const by = { ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (!by || !Reveal.isOverview() || find("dialog[open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const target = Reveal.getIndices().h + by;
    if (target >= 0 && target < slides().length) Reveal.slide(target);
  }

  function showToolsOnMove() {
    const tools = find(".tools");
    let timer = 0;
    document.addEventListener("pointermove", event => {
      if (!event.movementX && !event.movementY) return;  // the slide moved below the pointer
      tools.classList.add("shown");
      clearTimeout(timer);
      timer = setTimeout(() => tools.classList.remove("shown"), 2500);
    });
  }

  // Sheets and reading --------------------------------------------------------------------------------------

  function startSheets() {
    for (const image of document.querySelectorAll("img[loading]")) image.loading = "eager";
  }

  // Lets the address follow a slide that comes later, too.
  let observe = () => {};

  function startReading() {
    const goTo = () => {
      const slide = view.slideAt(location.hash);
      if (slide) slide.scrollIntoView();
    };
    addEventListener("hashchange", goTo);
    goTo();
    // The address follows the reader, not the jump to a slide, which may be shorter than the screen.
    let moved = false;
    // The typefaces arrive late, and move everything.
    document.fonts.ready.then(() => { if (!moved) goTo(); });
    for (const kind of ["wheel", "touchmove", "keydown"]) addEventListener(kind, () => { moved = true; }, { passive: true });
    const watch = new IntersectionObserver(entries => {
      const entry = entries.find(each => each.isIntersecting);
      if (entry && moved) history.replaceState(null, "", `#/${entry.target.id}`);
    }, { rootMargin: "-40% 0px -60% 0px" });
    observe = slide => watch.observe(slide);
    slides().forEach(observe);
  }

  // Keys and buttons ----------------------------------------------------------------------------------------

  function showHelp() {
    find("dialog.help").showModal();
  }

  // In the reading view it is the one in the middle of the window.
  function slideInSight() {
    if (view.kind === "stage") return Reveal.getCurrentSlide();
    const middle = innerHeight / 2;
    return slides().findLast(slide => slide.getBoundingClientRect().top <= middle) || slides()[0];
  }

  const actions = {
    previous: () => Reveal.prev(),
    next: () => Reveal.next(),
    overview: () => Reveal.toggleOverview(),
    search: () => search.open(slides()),
    evidence: () => { const slide = slideInSight(); if (slide) evidence.open(slide); },
    theme: () => { theme.toggle(); podium.tell(); },
    play: () => Reveal.getCurrentSlide().querySelector(".explore-open")?.click(),
    presenter: () => { if (!podium.open()) showNotice(); },
    help: showHelp,
  };
  const keys = { "/": "search", "?": "help", d: "theme", D: "theme", e: "evidence", E: "evidence", s: "presenter", S: "presenter", x: "play", X: "play" };

  function showNotice() {
    find(".notice").hidden = false;
    setTimeout(() => { find(".notice").hidden = true; }, 6000);
  }

  function onKey(event) {
    const action = keys[event.key];
    const stageOnly = ["presenter", "play"].includes(action) && view.kind !== "stage";
    if (!action || stageOnly || event.ctrlKey || event.metaKey || event.altKey) return;
    if (find("dialog[open]") || event.target.closest("input, textarea")) return;
    event.preventDefault();
    actions[action]();
  }

  document.addEventListener("keydown", onKey);
  // Before reveal.js listens, which knows rows only where slides are stacked.
  if (view.kind === "stage") document.addEventListener("keydown", goByRow);
  find(".tools").hidden = false;
  find(".tools").addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    actions[button.dataset.do]();
    // Space and arrows belong to the slides again.
    button.blur();
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  }

  if (view.kind === "stage" && window.Reveal?.initialize && slides().length) startStage();
  else if (view.kind === "stage") view.leaveStage();
  if (view.kind === "sheets") startSheets();
  if (view.kind === "reading") startReading();

  return { lightLines, observe: slide => observe(slide), prepareSteps, showSlide, slideInSight };
})();
