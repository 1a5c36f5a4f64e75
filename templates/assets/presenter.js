// The presenter window: shows what the deck (podium.js) says is on stage, and sends it the keys pressed here.
"use strict";

(() => {
  const deck = window.opener;
  const onDisk = location.protocol === "file:";
  const origin = onDisk ? "*" : location.origin;
  const SIZE = "instructdeck-notes-size";
  const SILENCE = 3500; // milliseconds without an answer until the deck counts as lost

  const find = selector => document.querySelector(selector);
  const all = selector => document.querySelectorAll(selector);
  const show = (name, text) => all(`[data-show="${name}"]`).forEach(each => { each.textContent = text; });

  let state = null;
  let heard = Date.now();
  let shown = "";

  // The deck -------------------------------------------------------------------------------------------------

  const send = message => { if (deck && !deck.closed) deck.postMessage(message, origin); };
  const command = name => send({ kind: "command", name });

  // Asking each second finds the deck again after either window was reloaded.
  function greet() {
    send({ kind: "hello", stamp: state ? state.stamp : -1, clock: state ? state.clock : null });
    showStatus();
  }

  function showStatus() {
    const status = !deck ? "alone" : Date.now() - heard > SILENCE || deck.closed ? "lost" : state ? "" : "waiting";
    for (const each of all("[data-when]")) each.hidden = each.dataset.when !== status;
  }

  addEventListener("message", event => {
    if (event.source !== deck || (!onDisk && event.origin !== location.origin)) return;
    heard = Date.now();
    if (event.data && event.data.kind === "state") {
      state = event.data;
      showState();
      showStatus();
    }
  });

  // What is shown ----------------------------------------------------------------------------------------------

  // Parsed in a document of its own, where nothing runs or loads.
  const parse = html => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

  // A link would lead this window away from the talk.
  const quiet = element => element.querySelectorAll("a").forEach(each => each.removeAttribute("href"));

  function fill(frame, html) {
    frame.replaceChildren(...parse(html));
    frame.querySelectorAll("[id]").forEach(each => each.removeAttribute("id"));
    frame.querySelectorAll("[tabindex]").forEach(each => { each.tabIndex = -1; });
    quiet(frame);
    frame.querySelectorAll("img").forEach(each => { each.loading = "eager"; });
    fit(frame);
  }

  function fit(frame) {
    const slide = frame.firstElementChild;
    if (slide) slide.style.transform = `scale(${frame.clientWidth / 1280})`;
  }

  function showState() {
    const about = state.about;
    const same = state.id === shown;
    shown = state.id;
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    document.body.className = `podium ${(/\bhue-\d\b/.exec(state.slide) || [""])[0]}`;
    fill(find('[data-slide="this"]'), state.slide);
    fill(find('[data-slide="next"]'), state.next);
    show("speaker", about.speaker);
    show("section", about.sectionTitle);
    show("number", `${about.number} / ${state.total}`);
    const coming = state.step ? "step" : state.next ? "slide" : "end";
    for (const each of all("[data-if]")) each.hidden = each.dataset.if !== coming;
    find(".words").replaceChildren(...parse(state.notes));
    quiet(find(".words"));
    if (!same) find(".words").scrollTop = 0;
    find(".no-notes").hidden = state.notes !== "";
    find(".paused").hidden = !state.paused;
    const heir = state.heir;
    find(".heir").hidden = !heir;
    find(".heir").classList.toggle("now-on", state.handsOver);
    if (heir) show("heir", heir.role ? `${heir.speaker}, ${heir.role}` : heir.speaker);
    showTime();
  }

  // Time -------------------------------------------------------------------------------------------------------

  const pad = number => String(number).padStart(2, "0");

  function spell(milliseconds) {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    const sign = milliseconds <= -1000 ? "−" : "";
    const hours = Math.floor(seconds / 3600);
    const rest = `${hours ? pad(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
    return sign + (hours ? `${hours}:` : "") + rest;
  }

  function spentNow(clock, section) {
    const running = clock.section === section && clock.since !== null ? Date.now() - clock.since : 0;
    return (Object.hasOwn(clock.spent, section) ? clock.spent[section] : 0) + running;
  }

  function showTime() {
    const now = new Date();
    show("now", `${pad(now.getHours())}:${pad(now.getMinutes())}`);
    if (!state) return;
    const { clock, about } = state;
    show("elapsed", spell(clock.begun === null ? 0 : Date.now() - clock.begun));
    const limit = Number(about.minutes || 0) * 60000;
    const left = limit - spentNow(clock, about.section);
    // Rounded up: a limit of 6 minutes starts at 6:00, and 0:00 means that it is over.
    show("left", limit ? spell(Math.ceil(left / 1000) * 1000) : spell(spentNow(clock, about.section)));
    show("limit", limit ? `/ ${spell(limit)}` : find("[data-none]").dataset.none);
    find(".time").dataset.state = !limit || left > limit * 0.2 ? "calm" : left > 0 ? "soon" : "over";
  }

  // Keys and buttons -------------------------------------------------------------------------------------------

  const memory = {
    get() { try { return Number(localStorage.getItem(SIZE)) || 26; } catch { return 26; } },
    set(value) { try { localStorage.setItem(SIZE, value); } catch { /* no memory */ } },
  };

  function resize(by) {
    const size = Math.min(Math.max(memory.size + by, 16), 64);
    memory.size = size;
    memory.set(size);
    document.documentElement.style.setProperty("--notes-size", `${size}px`);
  }
  memory.size = memory.get();

  const actions = {
    ...Object.fromEntries(["next", "previous", "first", "last", "pause", "reset"].map(name => [name, () => command(name)])),
    larger: () => resize(2),
    smaller: () => resize(-2),
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", n: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", p: "previous",
    Home: "first", End: "last", b: "pause", ".": "pause", r: "reset",
    "+": "larger", "=": "larger", "-": "smaller", "−": "smaller",
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target.closest("button") && (event.key === " " || event.key === "Enter");
    const action = event.shiftKey && event.key === " " ? "previous" : keys[event.key];
    if (!action || onButton) return;
    event.preventDefault();
    actions[action]();
  });
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    actions[button.dataset.do]();
    button.blur();
  });

  new ResizeObserver(() => all(".frame").forEach(fit)).observe(document.body);
  resize(0);
  showTime();
  greet();
  setInterval(() => { greet(); showTime(); }, 1000);
})();
