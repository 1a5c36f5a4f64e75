// What somebody in the last row, or at the edge of a slide, would complain about. Run in a page after `drawing.js`; gives
// `measured`.
// Every complaint is plain data: a `rule`, the `slide` it is on, the block it is `at` (the number in the comment that
// stands before the block in a page that is rendered for this), a `kind`, its figures, and its `box` in pixels of the slide.
"use strict";

globalThis.measured = (() => {
  // Only for those who hear the slide: boxes of one pixel among them say nothing of what is seen.
  const UNSEEN = ".katex-mathml, .unseen, .explore-status, .notes, .skip, .picture, [hidden]";
  // Small by design: what backs or names something, and what stands outside of the running text.
  const QUIET = ".callout, .aside, .footnotes, .cites, .footnote-mark, figcaption, caption, .terms, .problem, .broken, .c-small, .explore, .explorable, .opener, .layout-title .slide-body";
  const SHAPES = "rect, circle, ellipse, polygon, path, line, polyline";
  // In these a part may be wider than the page: fingers move it.
  const SCROLLS = ".table, .math, pre, .cells";
  // Pixels that are none: rounding, and lines that share their leading.
  const [EDGE, TOUCH] = [1, 2];

  // The small pictures on the pages of the site are the slides once more, in frames of a fixed size. They take most of the
  // time in which a page is laid out, and of axe-core's, which goes through what it is to leave out, too.
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".picture .slide").forEach(slide => slide.remove()));

  const { drawnAside, kept, shown, unread, whole } = measuredDrawing;
  const scale = () => (globalThis.Reveal?.isReady?.() ? Reveal.getScale() : 1);
  const round = number => Math.round(number * 10) / 10;

  // The number of the block that a part belongs to; null outside of all blocks.
  function place(part) {
    for (let each = part; each && each !== document.body; each = each.parentNode) {
      for (let before = each.previousSibling; before; before = before.previousSibling) {
        if (before.nodeType === Node.COMMENT_NODE && /^@\d{1,9}$/.test(before.data)) return Number(before.data.slice(1));
        if (before.nodeType !== Node.TEXT_NODE || before.data.trim()) break;
      }
      if (each.matches?.(".slide")) break;
    }
    return null;
  }

  // A box in pixels of the slide, from its upper left corner.
  function inside(slide, box) {
    const frame = slide.getBoundingClientRect();
    return [box.left - frame.left, box.top - frame.top, box.right - box.left, box.bottom - box.top].map(each => round(each / scale()));
  }

  const complaint = (rule, slide, part, box, more) => ({ rule, slide: slide.id, at: place(part), box: inside(slide, box), ...more });

  const within = (box, clip) => ({ left: Math.max(box.left, clip.left), top: Math.max(box.top, clip.top), right: Math.min(box.right, clip.right), bottom: Math.min(box.bottom, clip.bottom) });

  // What can be seen of a part, between all those around it that hide what stands out of them, up to the slide or page.
  function clipOf(part, root, known) {
    if (!part || part === root) return null;
    if (known.has(part)) return known.get(part);
    const around = clipOf(part.parentElement, root, known);
    const style = getComputedStyle(part);
    // A drawing within another has the box of what it shows, not of its frame.
    const hides = style.overflow !== "visible" && (part.ownerSVGElement === undefined ? style.display !== "inline" : part === whole(part));
    const own = hides ? part.getBoundingClientRect() : null;
    const clip = own && around ? within(own, around) : own ?? around;
    known.set(part, clip);
    return clip;
  }

  const alike = (one, other) => ["left", "top", "right", "bottom"].every(side => Math.abs(one[side] - other[side]) <= TOUCH);

  function extent(part) {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect();
  }

  // The halo behind a word of a drawing is the same word once more, without a fill, at the same place and painted before it.
  // A word that has only an outline is none.
  function halo(part) {
    const hollow = each => getComputedStyle(each).fill === "none";
    const word = part.closest("svg") ? part.nextElementSibling : null;
    if (!word || !hollow(part) || hollow(word) || !shown(word) || word.textContent.trim() !== part.textContent.trim()) return false;
    return alike(extent(part), extent(word));
  }

  // Every piece of text: its words, the part that holds it, its boxes, and what can be seen of them.
  function readTexts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const [found, clips, seen] = [[], new Map(), new Map()];
    // What cannot be read, and what is not shown now, by the part that holds it.
    const hidden = part => {
      if (!seen.has(part)) {
        seen.set(part, Boolean(part.closest(UNSEEN) || drawnAside(part) || !shown(part) || halo(part)));
      }
      return seen.get(part);
    };
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const part = node.parentElement;
      if (!node.data.trim() || hidden(part)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const clip = clipOf(part, root, clips);
      const rects = [...range.getClientRects()].filter(extended);
      const boxes = clip ? rects.map(box => within(box, clip)).filter(extended) : rects;
      if (rects.length) found.push({ words: node.data.trim().replace(/\s+/g, " ").slice(0, 40), part, boxes, rects, clip });
    }
    return found;
  }

  const extended = box => box.right - box.left > 1 && box.bottom - box.top > 1;

  // What is drawn besides text: pictures, tables, listings.
  function readShapes(root) {
    const [found, clips] = [[], new Map()];
    for (const part of root.querySelectorAll(`img, table, pre, svg, svg :is(${SHAPES}), hr, button`)) {
      const box = part.getBoundingClientRect();
      // What only clips or defines is not drawn, and a path without extent is a line.
      if (box.width + box.height < 2 || drawnAside(part) || part.closest(UNSEEN) || !shown(part)) continue;
      const style = getComputedStyle(part);
      if (part.closest("svg") !== part && style.fill === "none" && style.stroke === "none") continue;
      // KaTeX draws roots and braces far longer than they are, and cuts them.
      const clip = part.closest(".katex") ? clipOf(part.parentElement, root, clips) : null;
      found.push({ words: "", part, box: clip ? within(box, clip) : box });
    }
    return found;
  }

  // One state of a slide or page is read once, however many questions are asked about it.
  let scene = null;

  function together(root, judge) {
    scene = { root, texts: readTexts(root), shapes: readShapes(root) };
    try { return judge(root); } finally { scene = null; }
  }

  const of = (list, holder) => (scene.root === holder ? list : list.filter(each => holder.contains(each.part)));
  const written = holder => (scene?.root.contains(holder) ? of(scene.texts, holder) : readTexts(holder));
  const texts = holder => written(holder).filter(text => text.boxes.length);
  const shapes = holder => (scene?.root.contains(holder) ? of(scene.shapes, holder) : readShapes(holder));

  // Sizes ---------------------------------------------------------------------------------------------------

  // In pixels of a slide: a drawing is scaled to its place.
  function size(part) {
    const own = parseFloat(getComputedStyle(part).fontSize);
    const matrix = part.closest("svg") && part.getScreenCTM();
    if (!matrix) return own;
    // Words may be squashed: how long they are, or how high.
    const along = Math.hypot(matrix.a, matrix.b);
    const across = along && Math.abs(matrix.a * matrix.d - matrix.b * matrix.c) / along;
    return (own * Math.min(along, across)) / scale();
  }

  // KaTeX sets signs of the second order, such as the index of an exponent, in `size1`, half of the size of the line, and right
  // in a line of what it puts above each other. What authors write so small, or more than a word, is to be read as all else.
  const SECOND = '.vlist > span > .mtight[class^="katex-sizing"]';
  function secondOrder({ part, words }) {
    let small = part.closest(".katex .size1");
    if (!small || words.includes(" ")) return false;
    while (small?.matches(SECOND)) small = small.parentElement.closest(".size1");
    return !small;
  }

  // Of words of a formula, but for those above or below the line, what counts is their own size.
  const spoken = ({ part, words }) => words.includes(" ") && part.closest(".katex .text:not(.mtight)");

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
    for (const text of texts(slide)) {
      const own = size(text.part) * kept(text.part);
      const body = stage ? running(text) : null;
      const limit = secondOrder(text) ? 0 : least;
      const at = text.part.closest("svg, p, li, td, th, dd, dt, figcaption, caption, pre") ?? text.part;
      if (own < limit - 0.05) found.push(complaint("too-small", slide, at, text.boxes[0], { kind: "any", words: text.words, size: round(own), least: limit }));
      else if (body && body.size < body.least) found.push(complaint("too-small", slide, at, text.boxes[0], { kind: "running", words: text.words, size: round(body.size), least: body.least }));
    }
    return found;
  }

  // Figures for which there was so little room that nobody sees what is on them: they shrink, and nothing overflows.
  const LEAST_FIGURE = 64;

  function squeezed(slide) {
    const found = [];
    for (const part of slide.querySelectorAll("figure.figure :is(img, svg)")) {
      if (part.parentElement.closest("svg") || !shown(part) || part.closest(UNSEEN)) continue;
      const box = part.getBoundingClientRect();
      const { width, height } = part.viewBox?.baseVal ?? { width: part.naturalWidth, height: part.naturalHeight };
      const ratio = width && height ? width / height : 1;
      const longer = Math.max(Math.min(box.width, box.height * ratio), Math.min(box.height, box.width / ratio)) / scale();
      if (longer < LEAST_FIGURE) found.push(complaint("too-small", slide, part, box, { kind: "figure", words: "", size: round(longer), least: LEAST_FIGURE }));
    }
    return found;
  }

  // Words of a drawing that are painted where they cannot be measured.
  function unmeasured(root) {
    return unread(root).map(({ part, words }) => {
      const svg = whole(part);
      return complaint("unmeasured", root, svg, svg.getBoundingClientRect(), { kind: part.localName, words: words.replace(/\s+/g, " ").slice(0, 40) });
    });
  }

  // Places --------------------------------------------------------------------------------------------------

  // A box of text has room for the tallest signs of its typeface, which may reach into the line above: the letters have less.
  function letters(part, { left, right, top, bottom }) {
    const spare = Math.max((bottom - top - size(part) * scale()) / 2, 0);
    return { left, right, top: top + spare, bottom: bottom - spare };
  }

  // Words of a drawing that is squeezed to nothing have boxes still, and cannot be seen.
  const visible = text => size(text.part) >= 2;

  // What is drawn: text, pictures, tables, listings.
  function drawn(holder) {
    const words = texts(holder).filter(visible).flatMap(text => text.boxes.map(box => ({ words: text.words, part: text.part, box: letters(text.part, box) })));
    return [...words, ...shapes(holder)];
  }

  const FEET = [".footnotes", ".evidence", ".slide-foot"];

  // How far a box stands out of the room from the head of a slide down to what stands at its foot.
  function out(box, { left, right, top, bottom }) {
    const sides = { bottom: box.bottom - bottom, right: box.right - right, left: left - box.left, top: top - box.top };
    return Object.entries(sides).reduce((one, other) => (other[1] > one[1] ? other : one));
  }

  // What kind of thing it is that has no room.
  function what(part) {
    const holder = part.closest("pre, table, .math, .figure, img");
    return holder ? (holder.matches("pre, table") ? holder.localName : holder.matches(".math") ? "math" : "figure") : "";
  }

  // What stands out of the slide, or over what stands at its foot: a complaint for each column and side, at the first block
  // that does, with the worst of it.
  function standsOut(slide) {
    const frame = slide.getBoundingClientRect();
    const feet = FEET.map(each => slide.querySelector(`:scope > ${each}`)).filter(each => each && shown(each));
    const worst = new Map();
    for (const each of drawn(slide)) {
      // A line of evidence may be cut: what counts is its box.
      if (each.part.closest(".slide-foot, .evidence")) continue;
      const foot = feet[feet.findIndex(other => other.contains(each.part)) + 1];
      const bottom = foot ? foot.getBoundingClientRect().top : frame.bottom;
      const [side, by] = out(each.box, { left: frame.left, right: frame.right, top: frame.top, bottom });
      if (by <= EDGE) continue;
      const height = bottom - (slide.querySelector(":scope > .slide-body") ?? slide).getBoundingClientRect().top;
      const share = by / (side === "left" || side === "right" ? frame.width : Math.max(height, 1));
      const figures = { px: Math.round(by / scale()), percent: Math.ceil(share * 100) };
      const holder = each.part.closest(".column") ?? slide;
      const key = side === "bottom" ? holder : each.part.closest("pre, table, .math, .figure") ?? each.part;
      const before = worst.get(key)?.[side];
      if (!before) {
        const more = { kind: "out", side, words: each.words, what: what(each.part), line: round(lineHeight(each.part)), ...figures };
        worst.set(key, { ...worst.get(key), [side]: complaint("overflow", slide, each.part, each.box, more) });
      } else if (before.px < figures.px) {
        Object.assign(before, figures);
      }
    }
    const found = [...worst.values()].flatMap(Object.values);
    return found.some(each => each.side === "bottom") ? found : [...found, ...pushedOut(slide)];
  }

  // What stands at the foot, where the content has pushed it out of the slide.
  function pushedOut(slide) {
    const foot = slide.querySelector(":scope > .slide-foot");
    const frame = slide.getBoundingClientRect();
    const by = foot ? foot.getBoundingClientRect().bottom - frame.bottom : 0;
    if (by <= EDGE) return [];
    const last = [...slide.querySelectorAll(":scope > .slide-body > *")].findLast(each => place(each) !== null) ?? foot;
    const more = { kind: "out", side: "bottom", words: "", what: what(last), line: round(lineHeight(last)), px: Math.round(by / scale()), percent: Math.ceil((by / frame.height) * 100) };
    return [complaint("overflow", slide, last, last.getBoundingClientRect(), more)];
  }

  function lineHeight(part) {
    const style = getComputedStyle(part.closest("p, li, td, dd, pre, h3, h4") ?? part);
    return parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.36;
  }

  // Lines of evidence on paper.
  function evidenceOut(slide) {
    const foot = slide.querySelector(":scope > .slide-foot")?.getBoundingClientRect();
    const frame = slide.getBoundingClientRect();
    const found = [];
    for (const line of foot ? slide.querySelectorAll(":scope > .evidence > li") : []) {
      if (!shown(line)) continue;
      const box = line.getBoundingClientRect();
      const by = Math.max(box.bottom - foot.top, box.right - frame.right, line.scrollWidth - line.clientWidth);
      if (by > EDGE) found.push(complaint("overflow", slide, line, box, { kind: "evidence", words: line.innerText.slice(0, 40), px: Math.round(by / scale()) }));
    }
    return found;
  }

  // What an inner part cuts off: the slide itself would not show that.
  function cutOff(slide, selector) {
    const found = [];
    for (const part of slide.querySelectorAll(selector)) {
      if (part.closest(UNSEEN) || part.closest("svg") || !shown(part) || getComputedStyle(part).overflow === "visible") continue;
      const wide = part.scrollWidth - part.clientWidth;
      const high = part.scrollHeight - part.clientHeight;
      const by = Math.max(wide, high);
      if (by > EDGE) {
        const whole = wide > high ? part.clientWidth : part.clientHeight;
        const more = { kind: "cut", side: wide > high ? "right" : "bottom", words: "", what: what(part), px: Math.round(by), percent: Math.ceil((by / Math.max(whole, 1)) * 100), line: round(lineHeight(part)) };
        found.push(complaint("overflow", slide, part, part.getBoundingClientRect(), more));
      }
    }
    return found;
  }

  // The parts that must stand clear of each other.
  function groups(slide) {
    const body = [...slide.querySelectorAll(":scope > .slide-body > *")];
    const top = [...slide.querySelectorAll(":scope > :is(.slide-head, .footnotes, .problem)"), ...body];
    const columns = [...slide.querySelectorAll(".columns")].map(each => [...each.children]);
    const inner = [...slide.querySelectorAll(".column, .callout, .slide-body li, .fragment")].map(each => [...each.children]);
    return [top, ...columns, ...inner].filter(group => group.length > 1);
  }

  // Where a part is drawn: one box, or one for each column of text that it runs through.
  function extents(part) {
    const boxes = [...drawn(part)].map(each => each.box);
    if (part.matches("img, table, pre, hr") && shown(part)) boxes.push(part.getBoundingClientRect());
    const runs = [...part.getClientRects()];
    const middle = box => (box.left + box.right) / 2;
    const groups = runs.length > 1 ? runs.map(run => boxes.filter(box => middle(box) > run.left && middle(box) < run.right)) : [boxes];
    return groups.filter(group => group.length).map(group => {
      const edge = (side, choose) => choose(...group.map(box => box[side]));
      return { left: edge("left", Math.min), top: edge("top", Math.min), right: edge("right", Math.max), bottom: edge("bottom", Math.max) };
    });
  }

  const shared = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  // Blocks that stand over each other.
  function overlap(slide) {
    const found = [];
    for (const group of groups(slide)) {
      const parts = group.filter(part => getComputedStyle(part).display !== "inline").map(part => [part, extents(part)]).filter(([, boxes]) => boxes.length);
      parts.forEach(([one, boxes], index) => {
        for (const [other, others] of parts.slice(index + 1)) {
          const by = Math.max(...boxes.flatMap(a => others.map(b => shared(a, b))));
          if (by <= TOUCH) continue;
          found.push(complaint("overflow", slide, other, others[0], { kind: "overlap", words: other.innerText?.slice(0, 40) ?? "", other: place(one), px: Math.round(by / scale()) }));
        }
      });
    }
    return found;
  }

  // Where the letters of a drawing have their ink: a word may be turned, and its box has room for what no letter of it needs.
  function ink(part, { left, right, top, bottom }) {
    const { a, b } = part.getScreenCTM() ?? { a: 1, b: 0 };
    const [along, across] = [Math.abs(a), Math.abs(b)].map(each => each / (Math.hypot(a, b) || 1));
    const spare = share => Math.max(size(part) * scale() * SLACK * share, TOUCH);
    const [wide, high] = [spare(across), spare(along)];
    return { left: left + wide, right: right - wide, top: top + high, bottom: bottom - high };
  }

  // What a letter leaves free above or below it of the height of its line, in its size: a third at most.
  const SLACK = 0.33;

  // By how much words stand out of the frame of their drawing, which cuts them off, and on which side.
  function beyond({ part, rects, clip }) {
    const out = rects.map(box => ink(part, box)).flatMap(box => Object.entries(SIDES).map(([side, sign]) => [side, sign * (box[side] - clip[side])]));
    return out.reduce((one, other) => (other[1] > one[1] ? other : one), ["", 0]);
  }

  // Words that the frame of their own drawing cuts off.
  function trimmed(root) {
    const words = written(root).filter(text => text.clip && whole(text.part) && visible(text)).map(text => [text, beyond(text)]);
    return words.filter(([, [, by]]) => by > EDGE).map(([text, [side, by]]) => complaint("overflow", root, text.part, text.rects[0], { kind: "trimmed", side, words: text.words, px: Math.round(by / scale()) }));
  }

  const SIDES = { left: -1, right: 1, top: -1, bottom: 1 };

  // Words over other words, as labels of a chart may be that stand too close to each other.
  function collision(slide) {
    const words = texts(slide).filter(visible).flatMap(text => text.boxes.map(box => ({ text, box: letters(text.part, box) })));
    // From top to bottom: what begins below the end of a word cannot stand over it, and neither can what follows.
    words.sort((one, other) => one.box.top - other.box.top);
    const found = [];
    words.forEach(({ text, box: a }, index) => {
      const formula = text.part.closest(".katex");
      for (let next = index + 1; next < words.length && words[next].box.top < a.bottom - TOUCH; next += 1) {
        const { text: other, box: b } = words[next];
        if (text === other || (formula && formula === other.part.closest(".katex"))) continue;
        // The same words once more, as for an outline, are in nobody's way.
        if (text.words === other.words && alike(a, b)) continue;
        // What reaches over the foot of a slide stands out of its room, and that is said already.
        if (Boolean(text.part.closest(".slide-foot")) !== Boolean(other.part.closest(".slide-foot"))) continue;
        const by = shared(a, b);
        if (by > TOUCH) found.push(complaint("overflow", slide, other.part, b, { kind: "collision", words: other.words, over: text.words, other: place(text.part), px: round(by / scale()) }));
      }
    });
    return found;
  }

  const IN_SLIDE = ".slide-head, .slide-body, .slide-body *, .slide-foot > *:not(.foot-section, .badge)";

  // All that concerns places on a slide that has its frame.
  const places = slide => [...standsOut(slide), ...evidenceOut(slide), ...cutOff(slide, IN_SLIDE), ...trimmed(slide), ...overlap(slide), ...collision(slide)];

  // What is wider than the window, of a page or of a slide on a phone.
  function tooWide(root) {
    const worst = new Map();
    for (const each of drawn(root)) {
      if (each.part.closest(SCROLLS) || each.part.closest(".foot-section, .badge")) continue;
      const by = Math.max(each.box.right - innerWidth, -each.box.left);
      const at = place(each.part);
      if (by <= EDGE || (worst.get(at)?.px ?? 0) >= by) continue;
      const more = { kind: "out", side: each.box.right > innerWidth ? "right" : "left", words: each.words, what: what(each.part), px: Math.round(by), percent: Math.ceil((by / innerWidth) * 100), line: 0 };
      worst.set(at, complaint("overflow", root, each.part, each.box, more));
    }
    return [...worst.values()];
  }

  // Pictures made of pixels that are shown larger than they are, where a pixel of the slide has `factor` of a screen.
  function blurry(slide, factor) {
    const found = [];
    for (const part of slide.querySelectorAll("img")) {
      if (!shown(part) || part.closest(UNSEEN) || !part.naturalWidth || /\.svg$|^data:image\/svg/.test(part.currentSrc.split(/[?#]/)[0])) continue;
      const box = part.getBoundingClientRect();
      const fit = getComputedStyle(part).objectFit === "contain" ? Math.min(box.width / part.naturalWidth, box.height / part.naturalHeight) : box.width / part.naturalWidth;
      const width = fit * part.naturalWidth * factor / scale();
      if (part.naturalWidth < width - 1) found.push(complaint("figure-blurry", slide, part, box, { kind: "", width: Math.round(width), pixels: part.naturalWidth }));
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

  // Contrast ------------------------------------------------------------------------------------------------

  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // Any color of CSS as red, green, blue and how much it covers, from 0 to 1.
  function rgba(color) {
    if (!known.has(color)) {
      pen.clearRect(0, 0, 1, 1);
      // What is no color leaves the pen as it is.
      pen.fillStyle = "transparent";
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  }

  const over = (top, below) => [0, 1, 2].map(index => top[index] * top[3] + below[index] * (1 - top[3])).concat(1);

  function luminance(color) {
    const [r, g, b] = color.slice(0, 3).map(each => each / 255).map(each => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(one, other) {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  // The grounds of what holds a part, from the page up.
  function ground(part) {
    const layers = [];
    for (let each = part; each; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }

  // The shapes of each drawing in the order in which they are drawn, each with all the room that its outline takes.
  function layersOf(root) {
    const found = new Map();
    for (const { part, box } of shapes(root)) {
      const svg = part instanceof SVGGeometryElement && whole(part);
      if (!svg) continue;
      const style = getComputedStyle(part);
      const more = style.stroke === "none" ? 0 : parseFloat(style.strokeWidth) * scale();
      const room = { left: box.left - more, top: box.top - more, right: box.right + more, bottom: box.bottom + more };
      if (!found.has(svg)) found.set(svg, []);
      found.get(svg).push({ part, style, room, matrix: part.getScreenCTM()?.inverse() });
    }
    return found;
  }

  const SPOTS = [0.1, 0.3, 0.5, 0.7, 0.9];
  // A shape that is behind less of a word than this is not behind it, and one that is behind all but this is behind all of it.
  const TRIFLE = 0.15;

  // What of a drawing stands at the place of a text: the shapes `below` it, some of them only `partly`, and whether there is more
  // to it than their colors.
  function beside(part, box, layers, known) {
    const at = (x, y) => new DOMPoint(box.left + (box.right - box.left) * x, box.top + (box.bottom - box.top) * y);
    const [center, spots] = [at(0.5, 0.5), SPOTS.flatMap(x => [0.25, 0.5, 0.75].map(y => at(x, y)))];
    const result = { below: [], unclear: false };
    for (const { part: shape, style, room, matrix } of layers) {
      if (shared(box, room) <= 0) continue;
      if (!matrix) continue;
      const filled = spot => style.fill !== "none" && shape.isPointInFill(spot.matrixTransform(matrix));
      const lined = spot => style.stroke !== "none" && shape.isPointInStroke(spot.matrixTransform(matrix));
      if (shape.compareDocumentPosition(part) & 4) {
        const share = spots.filter(filled).length / spots.length;
        if (share > TRIFLE) {
          const { changed } = treatment(shape, known);
          const partly = share < 1 - TRIFLE;
          // What an opaque shape is over is not seen.
          if (!partly && !changed && tintOf(style)[3] === 1) Object.assign(result, { below: [], unclear: false });
          result.below.push({ style, partly });
          result.unclear ||= changed;
        }
        if (lined(center)) result.unclear = true;
      } else if (spots.some(spot => filled(spot) || lined(spot)) && paints(style)) {
        return { ...result, unclear: true };
      }
    }
    return result;
  }

  function tintOf({ fill, fillOpacity, opacity }) {
    const [r, g, b, a] = rgba(fill);
    return [r, g, b, a * fillOpacity * opacity];
  }

  // The colors that a text may stand on: its ground under the shapes below it, with and without those that are partly so.
  function groundsOf(below, ground) {
    const whole = below.filter(each => !each.partly);
    return (whole.length < below.length ? [below, whole] : [below]).map(shapes => shapes.reduce((beneath, each) => over(tintOf(each.style), beneath), ground));
  }

  const served = paint => paint.startsWith("url(");

  // Whether anything is seen of a shape.
  const paints = style => style.opacity > 0 && [[style.fill, style.fillOpacity], [style.stroke, style.strokeOpacity]].some(([paint, opacity]) => paint !== "none" && opacity > 0 && (served(paint) || rgba(paint)[3] > 0));

  // The colors of a word of a drawing: of its outline where it is hollow, each of its gradient where it has one; null where it
  // is painted with something else.
  function inks(part) {
    const style = getComputedStyle(part);
    const [paint, opacity] = style.fill === "none" ? [style.stroke, style.strokeOpacity] : [style.fill, style.fillOpacity];
    const server = document.getElementById(/^url\("#(.*?)"\)/.exec(paint)?.[1] ?? "");
    const stops = [...server?.querySelectorAll("stop") ?? []].map(each => getComputedStyle(each));
    if (served(paint) && !stops.length) return null;
    const colors = stops.length ? stops.map(each => [each.stopColor, each.stopOpacity]) : [[paint, 1]];
    return colors.map(([color, own]) => [rgba(color), own]).map(([[r, g, b, a], own]) => [r, g, b, a * own * opacity]);
  }

  // An outline of its own color makes a word bold, and one that is painted first stands behind it.
  const overdrawn = ({ fill, stroke, strokeWidth, paintOrder }) => fill !== "none" && stroke !== "none" && stroke !== fill && parseFloat(strokeWidth) > 0 && !/^(markers )?stroke/.test(paintOrder);

  const CHANGES = { clipPath: "none", filter: "none", maskImage: "none", mixBlendMode: "normal" };

  // How much all that holds a part lets be seen of it, and whether something changes it of which its colors do not tell.
  function treatment(part, known) {
    if (!part) return { opacity: 1, changed: false };
    if (!known.has(part)) {
      const [style, around] = [getComputedStyle(part), treatment(part.parentElement, known)];
      const changed = around.changed || Object.entries(CHANGES).some(([name, usual]) => (style[name] ?? usual) !== usual);
      known.set(part, { opacity: around.opacity * style.opacity, changed });
    }
    return known.get(part);
  }

  // What has many colors of its own, pixels and gradients, each with the colors of its gradient; null where only a picture tells.
  // A filter may paint anywhere: the drawings that have one stand beside them.
  function colorful(root) {
    const [found, filtered] = [[], new Set()];
    for (const part of [root, ...root.querySelectorAll("*")]) {
      const { backgroundImage: image, filter } = getComputedStyle(part);
      if (filter !== "none" && part.closest("svg")) filtered.add(whole(part));
      const pixels = part.matches("img, image, canvas, video");
      if ((!pixels && image === "none") || part.closest(`.katex, ${UNSEEN}`) || !shown(part)) continue;
      found.push({ part, box: part.getBoundingClientRect(), tints: pixels || image.includes("url(") ? null : (image.match(COLORS) ?? []).map(rgba) });
    }
    return { grounds: found, filtered };
  }

  const COLORS = /(?:rgba?|color|hsla?|oklab|oklch|lab|lch)\((?:[^()]|\([^()]*\))*\)/g;

  // Parts whose words only pictures can judge, by the number that a complaint has of them.
  const watched = new Map();

  function watch(part) {
    if (!watched.has(part)) watched.set(part, watched.size);
    return watched.get(part);
  }

  // Where all of a text is to be seen; null where it stands out of every picture, which is said as `overflow`.
  function windowOf({ boxes }) {
    const [left, top] = ["left", "top"].map(side => Math.min(...boxes.map(box => box[side])));
    const [right, bottom] = ["right", "bottom"].map(side => Math.max(...boxes.map(box => box[side])));
    const seen = right > 0 && bottom > 0 && left < innerWidth && top < document.documentElement.scrollHeight;
    return seen ? [left, top, right - left, bottom - top] : null;
  }

  // Words too pale for their ground. Over pixels only a picture can tell, and over a gradient where one of its colors would
  // be too near: these are `unsure`. Where something is over the words or done to them, or a shape they could not be read on
  // stands behind a part of them, they are to be judged as `painted`.
  function pale(root, needed = 4.5) {
    const found = [];
    const { grounds, filtered } = colorful(root);
    const [layers, known] = [layersOf(root), new Map()];
    const painted = text => {
      const window = windowOf(text);
      if (window) found.push(complaint("low-contrast", root, text.part, letters(text.part, text.boxes[0]), { kind: "painted", words: text.words, needed, window, mark: watch(text.part) }));
    };
    for (const text of texts(root)) {
      const { part, words } = text;
      // What cannot be used now need not be read.
      if (part.closest(":disabled, a[aria-disabled=true]")) continue;
      const svg = whole(part);
      const box = letters(part, text.boxes[0]);
      const { below, unclear } = svg ? beside(part, text.boxes[0], layers.get(svg) ?? [], known) : { below: [], unclear: false };
      const { opacity, changed } = treatment(part, known);
      const paints = svg ? inks(part) : [rgba(getComputedStyle(part).color)];
      if (unclear || changed || !paints || filtered.has(svg) || (svg && overdrawn(getComputedStyle(part)))) {
        painted(text);
        continue;
      }
      const unders = groundsOf(below, ground(svg ?? part));
      const least = (ink, places) => Math.min(...places.map(each => ratio(over(ink, each), each)));
      const colors = paints.map(([r, g, b, a]) => [r, g, b, a * opacity]);
      const [color] = colors.sort((one, other) => least(one, unders) - least(other, unders));
      const behind = grounds.filter(each => each.part !== part && shared(box, each.box) > TOUCH);
      const tinted = behind.flatMap(each => each.tints ?? []).flatMap(tint => unders.map(under => over(tint, under)));
      const got = least(color, [...unders, ...tinted]);
      if (below.some(each => served(each.style.fill)) || behind.some(each => each.tints === null) || (tinted.length && got < needed - 0.005)) {
        const window = [box.left, box.top, box.right - box.left, box.bottom - box.top];
        found.push(complaint("low-contrast", root, part, box, { kind: "unsure", words, color, needed, window }));
      } else if (got < needed - 0.005 && unders.some(under => least(color, [under]) >= needed - 0.005)) {
        painted(text);
      } else if (got < needed - 0.005) {
        found.push(complaint("low-contrast", root, part, box, { kind: "", words, ratio: Math.round(got * 100) / 100, needed }));
      }
    }
    return found;
  }

  // Words are taken away for a picture of what stands behind them. A sheet that is made so needs no leave from the policy.
  const hiding = new CSSStyleSheet();
  hiding.replaceSync("*, *::before, *::after { -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important; text-shadow: none !important; text-decoration-color: transparent !important; } svg :is(text, tspan, textPath) { fill: transparent !important; stroke: transparent !important; }");
  const hideWords = hidden => { document.adoptedStyleSheets = hidden ? [hiding] : []; };

  // And some are shown alone, black on white, without all that is over them or done to them.
  const lone = new CSSStyleSheet();
  lone.replaceSync(`*, *::before, *::after { visibility: hidden !important; opacity: 1 !important; filter: none !important; mask: none !important; clip-path: none !important; mix-blend-mode: normal !important; background: none !important; border-color: transparent !important; box-shadow: none !important; text-shadow: none !important; transition: none !important; }
    :root, body { color-scheme: light !important; background: #fff !important; }
    [data-alone] { visibility: visible !important; color: #000 !important; fill: #000 !important; fill-opacity: 1 !important; stroke: none !important; }
    [data-alone=hollow] { fill: none !important; stroke: #000 !important; stroke-opacity: 1 !important; }`);

  function showAlone(marks) {
    for (const [part, mark] of watched) {
      if (marks.includes(mark)) part.dataset.alone = getComputedStyle(part).fill === "none" ? "hollow" : "";
      else delete part.dataset.alone;
    }
    document.adoptedStyleSheets = marks.length ? [lone] : [];
  }

  // The pixels of a picture, a PNG in base 64: of a part of it.
  async function pixels(png) {
    const bytes = Uint8Array.from(atob(png), each => each.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
    context.drawImage(picture, 0, 0);
    return (x, y, width, height) => context.getImageData(Math.floor(x), Math.floor(y), Math.max(Math.ceil(width), 1), Math.max(Math.ceil(height), 1)).data;
  }

  const rounded = number => Math.round(number * 100) / 100;

  // The contrast that words have over a picture whose corner stands at `left` and `top` of the page: that of the worst
  // twentieth of the pixels behind them.
  async function overPicture(png, [left, top], words) {
    const cut = await pixels(png);
    return words.map(({ window: [x, y, width, height], color }) => {
      const data = cut(x - left, y - top, width, height);
      const ratios = [];
      for (let at = 0; at < data.length; at += 4) {
        const under = [data[at], data[at + 1], data[at + 2], 1];
        ratios.push(ratio(over(color, under), under));
      }
      ratios.sort((one, other) => one - other);
      return rounded(ratios[Math.floor(ratios.length / 20)]);
    });
  }

  // The contrast with which words are seen, by three pictures: as they are painted, without them, and they alone. The last one
  // tells which pixels they are to cover, and how much of each: a fifth of these may be seen worse.
  async function asPainted(pngs, [left, top], words) {
    const [seen, without, alone] = await Promise.all(pngs.map(pixels));
    const contrast = (here, bare, letters) => {
      // Beyond the picture there is nothing to be seen, and nothing opaque.
      const covered = at => (letters[at + 3] ? 1 - letters[at] / 255 : 0);
      let most = 0;
      for (let at = 0; at < letters.length; at += 4) most = Math.max(most, covered(at));
      const ratios = [];
      for (let at = 0; at < letters.length && most > 0.1; at += 4) {
        const share = covered(at);
        if (share < most * 0.6) continue;
        const under = [bare[at], bare[at + 1], bare[at + 2], 1];
        const ink = [0, 1, 2].map(channel => Math.min(255, Math.max(0, (here[at + channel] - (1 - share) * under[channel]) / share)));
        ratios.push(ratio([...ink, 1], under));
      }
      ratios.sort((one, other) => one - other);
      return ratios[Math.floor(ratios.length / 5)] ?? 1;
    };
    // What stands at a fraction of a pixel may be painted a pixel beside its place once it is alone.
    const steps = [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => [dx, dy]));
    return words.map(({ window: [x, y, width, height] }) => {
      const [here, bare] = [seen, without].map(cut => cut(x - left, y - top, width, height));
      return rounded(Math.max(...steps.map(([dx, dy]) => contrast(here, bare, alone(x - left + dx, y - top + dy, width, height)))));
    });
  }

  // Keys and links ------------------------------------------------------------------------------------------

  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

  // Where the key Tab does not go as one reads.
  function focus(root) {
    const found = [];
    const stops = [...root.querySelectorAll(STOPS)].filter(each => each.tabIndex >= 0 && !each.disabled && !each.closest("[inert], [hidden]") && shown(each));
    for (const stop of stops) {
      if (stop.tabIndex > 0) found.push(complaint("focus-order", root, stop, stop.getBoundingClientRect(), { kind: "tabindex", words: (stop.innerText || stop.tagName).slice(0, 40), value: stop.tabIndex }));
    }
    const boxes = stops.map(each => each.getClientRects()[0] ?? each.getBoundingClientRect());
    for (let index = 1; index < stops.length; index += 1) {
      const [before, after] = [boxes[index - 1], boxes[index]];
      const above = after.bottom <= before.top + TOUCH && after.bottom - after.top > 0;
      const sameColumn = Math.min(before.right, after.right) - Math.max(before.left, after.left) > 0;
      // Inside of another stop, as links in a table that can be moved by keys, the order is that of the text.
      if (above && sameColumn) found.push(complaint("focus-order", root, stops[index], after, { kind: "above", words: (stops[index].innerText || stops[index].tagName).slice(0, 40), over: (stops[index - 1].innerText || stops[index - 1].tagName).slice(0, 40) }));
    }
    return found;
  }

  // An address as people write it; as it stands where its escapes are no UTF-8.
  function unescaped(address) {
    try { return decodeURIComponent(address); } catch { return address; }
  }

  // Where links lead inside of the site.
  function links(root) {
    const written = [...root.querySelectorAll("a[href], area[href]")].filter(each => !each.closest(".picture") && URL.canParse(each.getAttribute("href"), location.href));
    const own = written.map(each => [each, new URL(each.getAttribute("href"), location.href)]).filter(([, url]) => url.origin === location.origin);
    return own.map(([each, { pathname, hash }]) => {
      const slide = each.closest(".slide");
      return { slide: slide?.id ?? "", at: place(each), path: unescaped(pathname.slice(1)), hash: unescaped(hash.slice(1)), words: each.textContent.trim().replace(/\s+/g, " ").slice(0, 40) };
    });
  }

  // What can be led to on this page.
  const anchors = () => [...document.querySelectorAll("[id], a[name]")].map(each => each.id || each.name);

  const ways = () => ({ links: links(document), anchors: anchors() });

  // Three rules take axe-core most of its time, for the text around each link, the place of each part of a page, and what can
  // be seen of each part with a style of its own, as formulas have thousands. They need not be asked where a simpler question
  // tells that they would find nothing.
  const boxed = part => ["block", "list-item", "table", "flex", "grid", "inline-block"].includes(getComputedStyle(part).display);

  function blockOf(part) {
    let holder = part.parentElement;
    while (holder !== document.body && !boxed(holder)) holder = holder.parentElement;
    return holder;
  }

  // The text of a block without that of the links and buttons in it.
  const besideLinks = block => [...block.querySelectorAll("a[href], button")].reduce((text, each) => text.replace(each.textContent, ""), block.textContent).trim();

  const MARKS = ["textDecorationLine", "fontWeight", "fontStyle", "fontSize"];

  // Whether a link may be lost in the text around it, as nothing but its color tells it from that (`link-in-text-block`).
  function lostLink(link) {
    if (boxed(link)) return false;
    const [block, own] = [blockOf(link), getComputedStyle(link)];
    const around = getComputedStyle(block);
    return MARKS.every(mark => own[mark] === around[mark]) && besideLinks(block) !== "";
  }

  const FINGER = 24;
  // What only moves by keys, as a wide table does, is not pressed, and the link of a small picture is as large as that.
  const PRESSED = "a[href], area[href], button, input, select, textarea, summary, [tabindex][role]:not([role=group], [role=region], [role=img])";

  // Whether some finger may meet another than what it is put on: of the parts that can be pressed one is small, and stands not
  // in a line of text, or two stand over each other (`target-size`).
  function crowdedTargets() {
    const targets = [...document.querySelectorAll(PRESSED)].filter(part => !part.closest(".picture") && shown(part)).map(part => ({ part, box: part.getBoundingClientRect() }));
    targets.sort((one, other) => one.box.top - other.box.top);
    const inText = part => !boxed(part) && !blockOf(part).querySelector("br") && besideLinks(blockOf(part)) !== "";
    return targets.some(({ part, box }, index) => {
      if (Math.min(box.width, box.height) < FINGER && !inText(part)) return true;
      for (let next = index + 1; next < targets.length && targets[next].box.top < box.bottom; next += 1) {
        if (shared(box, targets[next].box) > 0 && !inText(part) && !inText(targets[next].part)) return true;
      }
      return false;
    });
  }

  const SPACING = ["letter-spacing", "word-spacing", "line-height"];
  // Whether a part insists on the space between its letters, words or lines (`avoid-inline-spacing`).
  const insists = part => SPACING.some(space => part.style?.getPropertyPriority(space));

  // What axe-core finds, where it has been loaded.
  async function accessible(options) {
    const asked = {
      "avoid-inline-spacing": [...document.querySelectorAll("[style]")].some(insists),
      "link-in-text-block": [...document.links].some(lostLink),
      "target-size": crowdedTargets(),
    };
    const rules = { ...options.rules, ...Object.fromEntries(Object.entries(asked).map(([rule, enabled]) => [rule, { enabled }])) };
    const result = await axe.run(document, { ...options, rules, elementRef: true });
    if (!result.passes.length) throw new Error("axe-core has looked at nothing");
    return result.violations.flatMap(rule => rule.nodes.map(node => {
      const slide = node.element?.closest?.(".slide") ?? document.body;
      const box = (node.element ?? document.body).getBoundingClientRect();
      return complaint("axe", slide, node.element ?? document.body, box, { kind: rule.id, words: rule.help, html: node.html.slice(0, 120) });
    }));
  }

  // Whole views ---------------------------------------------------------------------------------------------

  // Complaints, of which each is kept once, where it is worst, with the step in which it is.
  function collection() {
    const found = new Map();
    const keep = (each, step) => {
      const key = [each.rule, each.slide, each.at, each.kind, each.side, each.words, each.kind === "painted" ? step : ""].join("\n");
      const before = found.get(key);
      if (!before || (each.px ?? 0) > (before.px ?? 0) || (each.ratio ?? 99) < (before.ratio ?? 99)) found.set(key, { ...each, step });
    };
    return { keep: (complaints, step) => complaints.forEach(each => keep(each, step)), all: () => [...found.values()] };
  }

  // Steps of a slide that are looked at: more than anybody presses through.
  const MOST_STEPS = 200;

  // Go through every slide on stage, and stop after each step: `atStep` is called with the slide and the number of each of its
  // steps, `atEnd` when all of it is there. Each is alone in the deck meanwhile: the others would be styled anew with each
  // step, which takes longer than all else. Gives how many steps there were.
  function* everyStep(atStep, atEnd) {
    let steps = 0;
    const all = slides();
    const holder = all[0]?.parentNode;
    const put = (...some) => { holder.replaceChildren(...some); Reveal.sync(); };
    for (const slide of all) {
      put(slide);
      Reveal.slide(0, 0, -1);
      for (let step = 0; ; step += 1) {
        steps += 1;
        atStep(slide, step);
        yield;
        if (!Reveal.availableFragments().next || step === MOST_STEPS) break;
        Reveal.nextFragment();
      }
      atEnd(slide);
    }
    if (all.length) put(...all);
    return steps;
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
    const walk = everyStep((slide, step) => {
      light.keep(together(slide, onStage), step);
      dark.keep(inDark(() => together(slide, pale)), step);
    }, slide => {
      if (Reveal.availableFragments().next) light.keep([complaint("unmeasured", slide, slide, slide.getBoundingClientRect(), { kind: "steps", words: "" })], MOST_STEPS);
      const layout = [...slide.classList].find(each => each.startsWith("layout-"))?.slice(7) ?? "";
      amounts.push({ slide: slide.id, layout, ...together(slide, amount) });
      light.keep(blurry(slide, 1.5), 0);
    });
    return { walk, told: steps => ({ light: light.all(), dark: dark.all(), amounts, steps, ...ways() }) };
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

  const onEach = judge => slides().flatMap(slide => together(slide, judge));
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
    return { light: [...light, ...await accessible(options)], dark, ...ways() };
  }

  const pageWidth = () => together(document.body, body => [...tooWide(body), ...trimmed(body), ...collision(body)]);

  // How the blocks of a page stand on paper: of each the lower edge, in pixels from the top of the page.
  function blocks() {
    const seen = new Map();
    for (const each of drawn(document.querySelector("main") ?? document.body)) {
      const at = place(each.part);
      if (at !== null) seen.set(at, Math.max(seen.get(at) ?? 0, each.box.bottom + scrollY));
    }
    return [...seen].map(([at, bottom]) => ({ at, bottom: round(bottom) }));
  }

  return { accessible, asPainted, blocks, collision, hideWords, overPicture, page, pageWidth, pale, phone, places, sheets, showAlone, small, stage };
})();
