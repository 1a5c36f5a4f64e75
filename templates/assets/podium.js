// The deck's side of the presenter window (presenter.js): opens it, tells it what is on stage, obeys its keys,
// and keeps the clock, so that closing or reloading either window loses nothing.
"use strict";

const podium = (() => {
  // A file:// page has no origin that could be named; there only the check of the window itself protects.
  const onDisk = location.protocol === "file:";
  const origin = onDisk ? "*" : location.origin;
  // In a file that is the whole deck, the window is the same file: see alone.js.
  const address = document.documentElement.dataset.presenter || "presenter.html";
  const KEY = `instructdeck-clock:${location.pathname}`;

  let deck = null;
  let lightLines = null;
  let presenter = null;
  let stamp = 0;
  let greeted = false;

  // Clock ---------------------------------------------------------------------------------------------------
  // `begun` is when the first step was taken; `spent` has the milliseconds of each section that was left;
  // `since` is when the present section was entered.

  const stopped = () => ({ begun: null, spent: {}, section: "", since: null });
  let clock = readClock(theme.memory.get("sessionStorage", KEY)) || stopped();

  function readClock(text) {
    try {
      const value = JSON.parse(text);
      const numbers = [value.begun, value.since, ...Object.values(value.spent)];
      return numbers.every(Number.isFinite) ? value : null;
    } catch {
      return null;
    }
  }

  function tick() {
    const now = Date.now();
    const section = deck.getCurrentSlide().dataset.section;
    if (clock.begun === null) clock = { ...stopped(), begun: now, since: now, section };
    if (clock.section !== section) {
      // A section may be called "constructor", which every object has.
      const before = Object.hasOwn(clock.spent, clock.section) ? clock.spent[clock.section] : 0;
      clock.spent[clock.section] = before + now - clock.since;
      Object.assign(clock, { section, since: now });
    }
    theme.memory.set("sessionStorage", KEY, JSON.stringify(clock));
  }

  function resetClock() {
    clock = stopped();
    theme.memory.set("sessionStorage", KEY, "");
  }

  // What is on stage ----------------------------------------------------------------------------------------

  // Reveal sets style attributes, which the presenter's CSP would refuse; it needs none of them.
  function markup(slide) {
    const copy = slide.cloneNode(true);
    copy.querySelectorAll(".notes, .evidence").forEach(each => each.remove());
    for (const each of [copy, ...copy.querySelectorAll("[style]")]) each.removeAttribute("style");
    for (const name of ["hidden", "inert", "aria-hidden"]) copy.removeAttribute(name);
    return copy.outerHTML;
  }

  const hidden = slide => [...slide.querySelectorAll(".fragment:not(.visible)")];
  const indexOf = fragment => Number(fragment.dataset.fragmentIndex || 0);

  function withNextStep(slide) {
    const copy = slide.cloneNode(true);
    const waiting = hidden(copy);
    const first = Math.min(...waiting.map(indexOf));
    copy.querySelectorAll(".current-fragment").forEach(each => each.classList.remove("current-fragment"));
    waiting.filter(each => indexOf(each) === first).forEach(each => each.classList.add("visible", "current-fragment"));
    lightLines(copy);
    return copy;
  }

  function state() {
    const slides = deck.getSlides();
    const slide = deck.getCurrentSlide();
    const following = slides[slides.indexOf(slide) + 1];
    const step = hidden(slide).length > 0;
    const next = step ? withNextStep(slide) : following;
    const heir = slides.slice(slides.indexOf(slide)).find(each => each.dataset.section !== slide.dataset.section);
    const notes = slide.querySelector(".notes");
    return {
      kind: "state",
      stamp,
      id: slide.id,
      slide: markup(slide),
      next: next ? markup(next) : "",
      step,
      notes: notes ? notes.innerHTML : "",
      about: { ...slide.dataset },
      heir: heir ? { ...heir.dataset } : null,
      handsOver: Boolean(heir) && heir === following,
      total: Number(document.querySelector(".slides").dataset.total) || slides.length,
      clock,
      paused: deck.isPaused(),
      theme: document.documentElement.dataset.theme || "",
    };
  }

  function tell() {
    stamp += 1;
    if (presenter && !presenter.closed && deck) presenter.postMessage(state(), origin);
  }

  // Messages ------------------------------------------------------------------------------------------------

  const commands = {
    next: () => deck.next(),
    previous: () => deck.prev(),
    first: () => deck.slide(0),
    last: () => deck.slide(deck.getSlides().length - 1),
    pause: () => { deck.togglePause(); tell(); },
    reset: () => { resetClock(); tell(); },
  };

  function isOurs(event) {
    if (!onDisk && event.origin !== location.origin) return false;
    // After a reload we no longer hold the window, but it still names us as its opener.
    return event.source !== null && (event.source === presenter || event.source.opener === window);
  }

  function greet(message) {
    if (!greeted && clock.begun === null) clock = readClock(JSON.stringify(message.clock)) || clock;
    if (!greeted || message.stamp !== stamp) presenter.postMessage(state(), origin);
    else presenter.postMessage({ kind: "here" }, origin);
    greeted = true;
  }

  addEventListener("message", event => {
    const message = event.data;
    if (!deck || !message || !isOurs(event)) return;
    presenter = event.source;
    if (message.kind === "hello") greet(message);
    if (message.kind === "command" && Object.hasOwn(commands, message.name)) commands[message.name]();
  });

  // Slides that `serve` has swapped.
  document.addEventListener("renewed", () => tell());

  return {
    isOpen: () => Boolean(presenter) && !presenter.closed,
    tell,
    start(reveal, light) {
      [deck, lightLines] = [reveal, light];
      let ready = false;
      const moved = () => {
        if (!ready) return;
        tick();
        tell();
      };
      // The first slide is where the deck stands, not a step that somebody took.
      deck.on("ready", () => { ready = true; tell(); });
      for (const name of ["slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(name, moved);
      for (const name of ["paused", "resumed"]) deck.on(name, tell);
    },
    open() {
      if (presenter && !presenter.closed) presenter.focus();
      else presenter = window.open(address, "instructdeck-presenter", "popup,width=1280,height=800");
      return Boolean(presenter);
    },
  };
})();
