// Runs before anything is drawn, and decides how the deck is shown.
//   stage    one slide at a time, by reveal.js                    html.live.paged
//   sheets   every slide a page of its own, for ?print-pdf        html.paged
//   reading  one long page, on a phone or with ?view=scroll       html
"use strict";

const view = (() => {
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 600px)");
  const [WIDTH, HEIGHT] = [1280, 720];

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

  // Where an address leads: "#/opening" to the slide of that id, "#/4" to the fourth; no id is a number.
  function slideAt(hash) {
    const slides = [...document.querySelectorAll(".slides > .slide")];
    let name = hash.replace(/^#\/?/, "").split("/")[0];
    try { name = decodeURIComponent(name); } catch { /* a stray "%": as it stands */ }
    return slides.find(each => each.id === name) || slides[name - 1];
  }

  // A dark slide darkens the whole window, which may have another shape. Not by `:has()`: each new element anywhere on
  // the page would then have all slides styled anew.
  function surround(slide) {
    document.body.classList.toggle("around-dark", Boolean(slide?.matches(".layout-title, .layout-section, .layout-closing")));
  }

  // reveal.js is larger than all the rest. The slide that is asked for stands in its place before it arrives: what
  // follows is what reveal.js will do, and test_browser.py holds it to that.
  function showEarly() {
    const stage = document.querySelector(".slides");
    const slide = slideAt(location.hash) || stage.firstElementChild;
    if (!slide) return;
    const scale = Math.round(Math.min(innerWidth / WIDTH, innerHeight / HEIGHT) * 100) / 100;
    const place = { left: "50%", top: "50%", bottom: "auto", right: "auto", transform: `translate(-50%, -50%) scale(${scale})` };
    root.classList.add("reveal-full-page");
    document.body.classList.add("reveal-viewport");
    Object.assign(stage.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` }, scale === 1 ? {} : place);
    slide.classList.add("present");
    surround(slide);
    const [grounds, ground] = [document.createElement("div"), document.createElement("div")];
    grounds.className = "backgrounds";
    ground.className = `slide-background ${slide.className}`;
    ground.style.display = "block";
    grounds.append(ground);
    stage.after(grounds);
  }

  // The page is read by then, and no deferred script has run.
  if (chosen === "stage") document.addEventListener("readystatechange", showEarly, { once: true });

  // Without reveal.js the slides stand below each other.
  function leaveStage() {
    root.classList.remove("live", "reveal-full-page");
    document.body.classList.remove("reveal-viewport", "around-dark");
    document.querySelector(".slides").removeAttribute("style");
    document.querySelector(".backgrounds")?.remove();
  }

  return { kind: chosen, leaveStage, slideAt, surround };
})();
