// What somebody in the last row, or at the edge of a slide, would complain about: the questions that a page is asked.
// Gives `measured`.
"use strict";

globalThis.measured = (() => {
  const { unread, whole } = measuring.drawing;
  const { complaint, inside, place, together } = measuring.scene;
  const { amount, blurry, files, fitted, outlined, small, squeezed } = measuring.sizes;
  const { blocks, collision, evidenceOut, overlap, places, standsOut, tooWide, trimmed } = measuring.places;
  const { asPainted, ground, hideWords, overPicture, pale, refused, showAlone, standOn } = measuring.contrast;
  const { accessible, focus, unescaped, ways } = measuring.ways;

  // Words of a drawing that are painted where they cannot be measured, and drawings of too many shapes.
  function unmeasured(root) {
    const crowds = [...refused].filter(svg => root.contains(svg)).map(part => ({ part, words: "" }));
    return [...unread(root), ...crowds].map(({ part, words }) => {
      const svg = whole(part);
      return complaint("unmeasured", root, svg, svg.getBoundingClientRect(), { kind: part.localName, words: words.replace(/\s+/g, " ").slice(0, 40) });
    });
  }

  // What is judged later, by a picture of each.
  const PICTURED = ["painted", "unsure"];

  // Complaints, of which each is kept once, where it is worst, with the step in which it is.
  function collection() {
    const found = new Map();
    const keep = (each, step) => {
      const key = [each.rule, each.slide, each.at, each.kind, each.side, each.words, ...PICTURED.includes(each.kind) ? [each.window] : [], each.kind === "painted" ? step : ""].join("\n");
      const before = found.get(key);
      if (!before || (each.px ?? 0) > (before.px ?? 0) || (each.ratio ?? 99) < (before.ratio ?? 99)) found.set(key, { ...each, step });
    };
    return { keep: (complaints, step) => complaints.forEach(each => keep(each, step)), all: () => [...found.values()] };
  }

  // Steps of a slide that are looked at: more than anybody presses through.
  const MOST_STEPS = 200;

  // What could not be asked of some slides, and why: the others are measured all the same.
  const failures = collection();

  function tried(slide, judge) {
    try { return judge(); } catch (error) {
      failures.keep([complaint("unmeasured", slide, slide, slide.getBoundingClientRect(), { kind: "error", words: String(error).slice(0, 200) })], 0);
      return [];
    }
  }

  // Go through every slide on stage, and stop after each step: `atStep` is called with the slide and the number of each of its
  // steps, `atEnd` when all of it is there. Each is alone in the deck meanwhile: the others would be styled anew with each
  // step, which takes longer than all else. Gives how many steps there were.
  function* everyStep(atStep, atEnd) {
    let steps = 0;
    const all = slides();
    for (const slide of all) {
      alone(slide, 0);
      for (let step = 0; ; step += 1) {
        steps += 1;
        tried(slide, () => atStep(slide, step));
        yield;
        if (!Reveal.availableFragments().next || step === MOST_STEPS) break;
        Reveal.nextFragment();
      }
      tried(slide, () => atEnd(slide));
    }
    if (all.length) put(...all);
    return steps;
  }

  // Have one slide in the deck, after some of its steps. For reveal.js it stands where the one before it did, so that nobody would
  // hear of it; but the deck darkens the window around some slides.
  function alone(slide, step) {
    put(slide);
    Reveal.slide(0, 0, step - 1);
    Reveal.dispatchEvent({ type: "slidechanged", data: { indexh: 0, indexv: 0, previousSlide: null, currentSlide: slide } });
  }

  function put(...some) {
    holder ??= some[0].parentNode;
    holder.replaceChildren(...some);
    Reveal.sync();
  }

  // What slides stand in.
  let holder = null;
  let everyone = null;

  // Have a slide on stage, alone, after some of its steps: a picture of it is taken.
  function stand(id, step) {
    everyone ??= slides();
    alone(everyone.find(each => each.id === id), step);
  }

  function inDark(judge) {
    document.documentElement.dataset.theme = "dark";
    try { return judge(); } finally { delete document.documentElement.dataset.theme; }
  }

  // Milliseconds that a look at some slides takes before somebody hears that it goes on.
  const A_WHILE = 2000;
  let walking = null;

  async function setOut() {
    const amounts = [];
    const [light, dark] = [collection(), collection()];
    // A browser asks for a typeface when it sets the first slide that needs it: too late here.
    await Promise.allSettled([...document.fonts].map(face => face.load()));
    // The slides beside one would be laid out with it.
    Reveal.configure({ viewDistance: 1 });
    const shownFiles = new Map();
    const walk = everyStep((slide, step) => {
      for (const image of files(slide)) if (!shownFiles.has(image)) shownFiles.set(image, fileShown(image, slide));
      light.keep(together(slide, onStage), step);
      dark.keep(inDark(() => together(slide, pale)), step);
    }, slide => {
      if (Reveal.availableFragments().next) light.keep([complaint("unmeasured", slide, slide, slide.getBoundingClientRect(), { kind: "steps", words: "" })], MOST_STEPS);
      const layout = [...slide.classList].find(each => each.startsWith("layout-"))?.slice(7) ?? "";
      amounts.push({ slide: slide.id, layout, ...together(slide, amount) });
      light.keep(blurry(slide, 1.5), 0);
    });
    return { walk, told: steps => ({ light: [...light.all(), ...failures.all()], dark: dark.all(), amounts, steps, files: [...shownFiles.values()], ...ways() }) };
  }

  // All slides, in each step in the light theme and in the dark one, whose places are the same; null where there is more to look
  // at, for which it is to be asked again.
  async function stage() {
    walking ??= await setOut();
    const { walk, told } = walking;
    const until = performance.now() + A_WHILE;
    let next = walk.next();
    while (!next.done && performance.now() < until) next = walk.next();
    if (!next.done) return null;
    walking = null;
    return told(next.value);
  }

  const onStage = slide => [...places(slide), ...small(slide), ...squeezed(slide), ...pale(slide), ...focus(slide), ...unmeasured(slide)];
  const slides = () => [...document.querySelectorAll(".slides > .slide")];

  const onEach = judge => [...slides().flatMap(slide => tried(slide, () => together(slide, judge))), ...failures.all()];
  const sheets = () => onEach(slide => [...standsOut(slide), ...evidenceOut(slide), ...trimmed(slide), ...overlap(slide), ...collision(slide), ...pale(slide)]);
  // A deck as it is read on a phone.
  async function phone(options) {
    const light = onEach(slide => [...tooWide(slide), ...trimmed(slide), ...collision(slide), ...small(slide, { least: 12, stage: false }), ...pale(slide)]);
    const dark = inDark(() => onEach(slide => pale(slide)));
    return { light: [...light, ...await accessible(options)], dark };
  }

  // A page of the site, whose smallest type may have `least` pixels.
  async function page(least, options) {
    const light = together(document.body, body => [...tooWide(body), ...trimmed(body), ...collision(body), ...small(body, { least, stage: false }), ...pale(body), ...focus(body), ...unmeasured(body)]);
    const dark = inDark(() => together(document.body, body => pale(body)));
    const shownFiles = files(document).map(image => fileShown(image, document.body));
    return { light: [...light, ...await accessible(options)], dark, files: shownFiles, ...ways() };
  }

  // A file of SVG that is shown as a picture: which, where, how large, and what it stands on in each theme.
  function fileShown(image, root) {
    const path = unescaped(new URL(image.currentSrc).pathname.slice(1));
    return { path, slide: root.id, at: place(image), box: inside(root, fitted(image)), grounds: [ground(image), inDark(() => ground(image))] };
  }

  // What no picture knows: how large its document would be by itself.
  const UNBOUND = [["max-width", "none"], ["max-height", "none"], ["min-width", "0"], ["min-height", "0"], ["zoom", "1"], ["transition", "none"]];

  // As a drawing is once nothing in it moves any more.
  function atRest(root) {
    root.pauseAnimations();
    root.setCurrentTime(A_DAY);
    for (const each of document.getAnimations()) {
      // What goes on for ever has no end to be at.
      try { each.finish(); } catch { each.cancel(); }
    }
  }

  const A_DAY = 86400;

  // A file of SVG that is open by itself, as it is shown: as large, and on that ground.
  function file([width, height], ground, least) {
    const limit = least === null ? {} : { least };
    const root = document.documentElement;
    const own = ["width", "height"].map(name => root[name].baseVal);
    // One without a viewBox is made larger and smaller all the same, if it has a size.
    if (!root.hasAttribute("viewBox") && own.every(each => each.unitType !== each.SVG_LENGTHTYPE_PERCENTAGE)) root.setAttribute("viewBox", `0 0 ${own[0].value} ${own[1].value}`);
    root.style.setProperty("width", `${width}px`, "important");
    root.style.setProperty("height", `${height}px`, "important");
    for (const [name, value] of UNBOUND) root.style.setProperty(name, value, "important");
    atRest(root);
    standOn(root, ground);
    return together(root, all => [...trimmed(all), ...collision(all), ...small(all, { ...limit, stage: false }), ...outlined(all, limit), ...pale(all), ...unmeasured(all)]);
  }

  const pageWidth = () => together(document.body, body => [...tooWide(body), ...trimmed(body), ...collision(body)]);

  return { accessible, asPainted, blocks, collision, file, hideWords, overPicture, page, pageWidth, pale, phone, places, sheets, showAlone, small, stage, stand };
})();
