// What is too small for the last row, has too few pixels, or is too much at once.
"use strict";

measuring.sizes = (() => {
  const { kept, shown, within } = measuring.drawing;
  const { complaint, EDGE, round, scale, size, texts, UNSEEN } = measuring.scene;

  // Small by design: what backs or names something, and what stands outside of the running text.
  const QUIET = ".callout, .aside, .footnotes, .cites, .footnote-mark, figcaption, caption, .terms, .problem, .broken, .c-small, .explore, .explorable, .opener, .layout-title .slide-body";

  // KaTeX sets signs of the second order, such as the index of an exponent, in `size1`, half of the size of the line, and right
  // in a line of what it puts above each other. What authors write so small, or more than a word, is to be read as all else.
  const SECOND = '.vlist > span > .mtight[class^="katex-sizing"]';
  function secondOrder({ part, words }) {
    let small = within(part, ".katex .size1");
    if (!small || words.includes(" ")) return false;
    while (small?.matches(SECOND)) small = small.parentElement.closest(".size1");
    return !small;
  }

  // An exponent or index of a drawing, beside words that are large enough. Programs that draw give it at least half of their size.
  function raised({ part, words, boxes: [box] }, own, large) {
    if (!part.closest("svg") || words.length > 6 || words.includes(" ")) return false;
    const text = part.closest("text");
    return large.some(other => {
      if (words.length > 4 && other.text !== text) return false;
      // One of several signs goes on within its text.
      const near = other.full * scale() * (text && other.text === text ? 3 : 0.4);
      const gap = beside => Math.max(beside.left - box.right, box.left - beside.right, beside.top - box.bottom, box.top - beside.bottom);
      return own >= other.full / 2 && other.boxes.some(beside => gap(beside) < near);
    });
  }

  // Words of drawings that are large enough: as many as there may be exponents beside.
  const MOST_LARGE = 500;
  const largeOf = (all, least) => all.filter(({ part }) => part.closest("svg")).map(({ part, boxes }) => ({ boxes, full: size(part), text: part.closest("text") })).filter(({ full }) => full >= least).slice(0, MOST_LARGE);

  // Of words of a formula, but for those above or below the line, what counts is their own size.
  const spoken = ({ part, words }) => words.includes(" ") && within(part, ".katex .text:not(.mtight)");

  function running(text) {
    const { part } = text;
    const holder = part.closest("p, li, td, dd");
    if (!holder || !holder.closest(".slide-body") || part.closest(QUIET) || part.closest("svg")) return null;
    const rows = holder.closest("table")?.rows.length ?? 0;
    return { size: parseFloat(getComputedStyle(spoken(text) ? part : holder).fontSize), least: rows > 6 ? 26 : 28 };
  }

  // Words that cannot be read from the last row, or on a phone: `least` pixels for any, and on stage more for running text.
  function small(slide, { least = 18, stage = true } = {}) {
    const found = [];
    const all = texts(slide);
    let large = null;
    for (const text of all) {
      const own = size(text.part) * kept(text.part);
      const body = stage ? running(text) : null;
      const limit = secondOrder(text) || (own < least && raised(text, own, large ??= largeOf(all, least))) ? 0 : least;
      const at = text.part.closest("svg, p, li, td, th, dd, dt, figcaption, caption, pre") ?? text.part;
      if (own < limit - 0.05) found.push(complaint("too-small", slide, at, text.boxes[0], { kind: "any", words: text.words, size: round(own), least: limit, what: text.part.closest("svg") ? "drawing" : "" }));
      else if (body && body.size < body.least) found.push(complaint("too-small", slide, at, text.boxes[0], { kind: "running", words: text.words, size: round(body.size), least: body.least }));
    }
    return found;
  }

  // How far a box stands out of the window, and where.
  function out({ left, right, top, bottom }) {
    const sides = [["left", -left], ["top", -top], ["right", right - innerWidth], ["bottom", bottom - innerHeight]];
    return sides.reduce((one, other) => (other[1] > one[1] ? other : one));
  }

  // matplotlib writes words as outlines unless it is told otherwise: each text as a group, with its words in a comment and its
  // letters in hundredths of their size.
  const LETTER = 100;

  function outlined(root, { least = 18 } = {}) {
    const found = [];
    for (const holder of root.querySelectorAll('g[id^="text_"]')) {
      const words = [...holder.childNodes].find(each => each.nodeType === Node.COMMENT_NODE)?.data.trim().replace(/\\mathdefault|[\\${}]/g, "");
      const part = holder.querySelector(":scope > g[transform]");
      const matrix = words && part && !part.querySelector("text") && shown(part) && part.getScreenCTM();
      if (!matrix) continue;
      const own = (LETTER * Math.hypot(matrix.a, matrix.b)) / scale();
      const box = part.getBoundingClientRect();
      const said = words.slice(0, 40);
      if (own < least - 0.05) found.push(complaint("too-small", root, part, box, { kind: "any", words: said, size: round(own), least, what: "drawing" }));
      const [side, by] = out(box);
      if (by > EDGE) found.push(complaint("overflow", root, part, box, { kind: "trimmed", side, words: said, px: Math.round(by / scale()) }));
    }
    return found;
  }

  // Figures for which there was so little room that nobody sees what is on them: they shrink, and nothing overflows.
  const LEAST_FIGURE = 64;

  function squeezed(slide) {
    const found = [];
    // What stands in a line is a sign, unless the line says nothing else.
    const speaks = ({ parentElement: line }) => /\S/.test(line.closest("p, li, td, th, dd, dt, h3, h4")?.textContent ?? "-");
    const pictures = [...slide.querySelectorAll("figure.figure :is(img, svg)"), ...[...slide.querySelectorAll(".slide-body img.inline")].filter(each => !speaks(each))];
    for (const part of pictures) {
      if (part.parentElement.closest("svg") || !shown(part) || part.closest(UNSEEN)) continue;
      const box = part.getBoundingClientRect();
      const { width, height } = part.viewBox?.baseVal ?? { width: part.naturalWidth, height: part.naturalHeight };
      const ratio = width && height ? width / height : 1;
      const longer = Math.max(Math.min(box.width, box.height * ratio), Math.min(box.height, box.width / ratio)) / scale();
      if (longer < LEAST_FIGURE) found.push(complaint("too-small", slide, part, box, { kind: "figure", words: "", what: part.matches(".inline") ? "line" : "", pixels: part.localName === "img" && !VECTORS.test(fileOf(part)) ? Math.max(part.naturalWidth, part.naturalHeight) : 0, size: round(longer), least: LEAST_FIGURE }));
    }
    return found;
  }

  const VECTORS = /\.svg$/i;
  const fileOf = image => image.currentSrc.split(/[?#]/)[0];

  // Where the pixels of a picture stand in its box.
  function fitted(image) {
    const box = image.getBoundingClientRect();
    const { objectFit, objectPosition } = getComputedStyle(image);
    if (objectFit !== "contain" || !image.naturalWidth) return box;
    const share = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
    const [width, height] = [image.naturalWidth * share, image.naturalHeight * share];
    const [across, down] = objectPosition.split(" ").map(each => parseFloat(each) / 100);
    return new DOMRect(box.left + (box.width - width) * across, box.top + (box.height - height) * down, width, height);
  }

  // Files of SVG that are shown as pictures: nobody can ask them for anything here. Of one that is squeezed to nothing that is said.
  const roomy = ({ width, height }) => Math.min(width, height) / scale() >= 2;
  const files = root => [...root.querySelectorAll("img")].filter(image => shown(image) && !image.closest(`.logo, ${UNSEEN}`) && VECTORS.test(fileOf(image)) && roomy(fitted(image)));

  // Nobody sees a twentieth.
  const SHARP = 0.95;

  // Pictures made of pixels that are shown larger than they are, where a pixel of the slide has `factor` of a screen.
  function blurry(slide, factor) {
    const found = [];
    for (const part of slide.querySelectorAll("img")) {
      if (!shown(part) || part.closest(UNSEEN) || !part.naturalWidth || VECTORS.test(fileOf(part))) continue;
      const box = part.getBoundingClientRect();
      const width = fitted(part).width * factor / scale();
      if (part.naturalWidth >= width * SHARP) continue;
      const room = part.closest("figure")?.parentElement.getBoundingClientRect().width;
      const percent = room ? Math.floor((100 * part.naturalWidth * scale()) / factor / room) : 0;
      found.push(complaint("figure-blurry", slide, part, box, { kind: "", width: Math.round(width), pixels: part.naturalWidth, percent }));
    }
    return found;
  }

  // How much a slide says: words and lines that can be read at once, and blocks.
  function amount(slide) {
    const body = slide.querySelector(":scope > .slide-body");
    if (!body) return { words: 0, lines: 0, blocks: 0 };
    const said = [...texts(body)].filter(text => !text.part.closest(".cites, svg, .footnote-mark, .programme"));
    const tops = new Map();
    for (const text of said) {
      const holder = text.part.closest("tr, .katex-display, p, li, dt, dd, h3, h4, h5, h6, figcaption, caption, .line") ?? text.part;
      const known = tops.get(holder) ?? tops.set(holder, []).get(holder);
      // A row of a table, a formula: one line, however high its parts stand.
      const boxes = holder.matches("tr, .katex-display") ? text.boxes.slice(0, known.length ? 0 : 1) : text.boxes;
      for (const box of boxes) if (!known.some(top => Math.abs(top - box.top) < size(text.part) * scale() * 0.6)) known.push(box.top);
    }
    const spoken = said.filter(text => !text.part.closest(".katex"));
    const words = spoken.map(text => text.part).filter((part, index, all) => all.indexOf(part) === index);
    const count = words.reduce((sum, part) => sum + [...part.childNodes].filter(each => each.nodeType === 3).map(each => each.data).join(" ").split(/\s+/).filter(each => /[\p{L}\p{N}]/u.test(each)).length, 0);
    return { words: count, lines: [...tops.values()].reduce((sum, each) => sum + each.length, 0), blocks: body.children.length };
  }

  return { amount, blurry, files, fitted, outlined, small, squeezed };
})();
