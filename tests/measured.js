// What somebody in the last row, or at the edge of a slide, would complain about. Run in a page; gives `measured`.
"use strict";

globalThis.measured = (() => {
  // Only for those who hear the slide.
  const UNSEEN = ".katex-mathml, .unseen, .explore-status, .notes";
  // Small by design: what backs or names something, and what stands outside of the running text.
  const QUIET = ".callout, .aside, .footnotes, .cites, .footnote-mark, figcaption, caption, .terms, .problem, .broken, .c-small, .explore, .explorable, .opener, .layout-title .slide-body";
  const SHAPES = "rect, circle, ellipse, polygon, path";

  const shown = part => part.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const scale = () => (globalThis.Reveal?.isReady?.() ? Reveal.getScale() : 1);

  // Every piece of text that can be seen: its words, the part that holds it, its boxes.
  function* texts(slide) {
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const part = node.parentElement;
      if (!node.data.trim() || part.closest(UNSEEN) || !shown(part)) continue;
      // The halo behind a word of a drawing is the same word once more, without a fill.
      if (part.closest("svg") && getComputedStyle(part).fill === "none") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
      if (boxes.length) yield { words: node.data.trim().replace(/\s+/g, " ").slice(0, 40), part, boxes };
    }
  }

  const named = (slide, text, complaint) => `${slide.id}: "${text.words}" ${complaint}`;
  const round = number => Math.round(number * 10) / 10;

  // Sizes ---------------------------------------------------------------------------------------------------

  // In pixels of a slide: a drawing is scaled to its place.
  function size(part) {
    const own = parseFloat(getComputedStyle(part).fontSize);
    const matrix = part.closest("svg") && part.getScreenCTM();
    return matrix ? (own * Math.hypot(matrix.a, matrix.b)) / scale() : own;
  }

  // KaTeX sets signs of the second order, such as the index of an exponent, in `size1`: half of the size of the line.
  const least = part => (part.closest(".katex .size1") ? 0 : 18);

  function body(part) {
    const holder = part.closest("p, li, td, dd");
    if (!holder || !holder.closest(".slide-body") || part.closest(QUIET) || part.closest("svg")) return null;
    const rows = holder.closest("table")?.rows.length ?? 0;
    return { size: parseFloat(getComputedStyle(holder).fontSize), least: rows > 6 ? 26 : 28 };
  }

  // Words that cannot be read from the last row; `limit` is another least size, for a phone.
  function small(slide, limit = 0) {
    const found = [];
    for (const text of texts(slide)) {
      const own = size(text.part);
      const running = limit ? null : body(text.part);
      if (own < (limit && least(text.part) ? limit : least(text.part)) - 0.05) found.push(named(slide, text, `has ${round(own)} px`));
      else if (running && running.size < running.least) found.push(named(slide, text, `is body text of ${round(running.size)} px`));
    }
    return found;
  }

  // Places --------------------------------------------------------------------------------------------------

  // A box of text has room for the tallest signs of its typeface, which may reach into the line above: the letters have less.
  function letters(part, { left, right, top, bottom }) {
    const spare = Math.max((bottom - top - size(part) * scale()) / 2, 0);
    return { left, right, top: top + spare, bottom: bottom - spare };
  }

  // What is drawn: text, pictures, tables, listings.
  function* drawn(slide, holder) {
    for (const text of texts(holder)) for (const box of text.boxes) yield { words: text.words, part: text.part, box: letters(text.part, box) };
    for (const part of holder.querySelectorAll(`img, table, pre, svg, svg :is(${SHAPES}), hr, button`)) {
      const box = part.getBoundingClientRect();
      // What only clips or defines is not drawn, and a path without extent is a line.
      if (part.closest("defs, clipPath, marker, mask") || part.closest(UNSEEN) || !shown(part) || box.width + box.height < 2) continue;
      if (part.closest("svg") !== part && getComputedStyle(part).fill === "none" && getComputedStyle(part).stroke === "none") continue;
      yield { words: part.tagName, part, box };
    }
  }

  // What stands out of the slide, over what stands at its foot, or is cut off.
  function overflow(slide) {
    const frame = slide.getBoundingClientRect();
    const feet = [".footnotes", ".evidence", ".slide-foot"].map(each => slide.querySelector(`:scope > ${each}`)).filter(each => each && shown(each));
    const found = [];
    for (const each of drawn(slide, slide)) {
      // A line of evidence may be cut: what counts is its box.
      if (each.part.closest(".slide-foot, .evidence")) continue;
      const floor = feet[feet.findIndex(foot => foot.contains(each.part)) + 1].getBoundingClientRect().top;
      const out = Math.max(each.box.bottom - floor, each.box.right - frame.right, frame.left - each.box.left, frame.top - each.box.top);
      if (out > 1) found.push(named(slide, each, `stands out by ${Math.round(out / scale())} px`));
    }
    for (const line of slide.querySelectorAll(":scope > .evidence > li")) {
      if (!shown(line)) continue;
      const box = line.getBoundingClientRect();
      const foot = feet.at(-1).getBoundingClientRect();
      if (box.bottom > foot.top + 1 || box.right > frame.right || line.scrollWidth > line.clientWidth + 1) found.push(`${slide.id}: a line of evidence stands out`);
    }
    for (const part of slide.querySelectorAll(".slide-head, .slide-body, .slide-body *, .slide-foot > *:not(.foot-section)")) {
      const clips = getComputedStyle(part).overflow !== "visible" && !part.closest(UNSEEN) && !part.closest("svg");
      if (clips && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)) {
        found.push(`${slide.id}: ${part.tagName}.${part.className} cuts off its content`);
      }
    }
    return found;
  }

  // The parts that must stand clear of each other.
  function groups(slide) {
    const body = [...slide.querySelectorAll(":scope > .slide-body > *")];
    const top = [...slide.querySelectorAll(":scope > :is(.slide-head, .footnotes, .problem)"), ...body];
    const columns = [...slide.querySelectorAll(".columns")].map(each => [...each.children]);
    const inside = [...slide.querySelectorAll(".column, .callout, li, .fragment")].map(each => [...each.children]);
    return [top, ...columns, ...inside].filter(group => group.length > 1);
  }

  function extent(slide, part) {
    const boxes = [...drawn(slide, part)].map(each => each.box);
    if (part.matches("img, table, pre, hr") && shown(part)) boxes.push(part.getBoundingClientRect());
    if (!boxes.length) return null;
    const edge = (side, choose) => choose(...boxes.map(box => box[side]));
    return { left: edge("left", Math.min), top: edge("top", Math.min), right: edge("right", Math.max), bottom: edge("bottom", Math.max) };
  }

  // Blocks that stand over each other. Lines of one paragraph share their leading: two pixels are none.
  function overlap(slide) {
    const found = [];
    for (const group of groups(slide)) {
      const parts = group.filter(part => getComputedStyle(part).display !== "inline").map(part => [part, extent(slide, part)]).filter(([, box]) => box);
      parts.forEach(([one, a], index) => {
        for (const [other, b] of parts.slice(index + 1)) {
          const over = Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
          if (over > 2) found.push(`${slide.id}: ${one.tagName}.${one.className} and ${other.tagName}.${other.className} overlap by ${Math.round(over / scale())} px`);
        }
      });
    }
    return found;
  }

  // Words over other words, as labels of a chart may be that stand too close to each other.
  function collision(slide) {
    // The section's title ends in an ellipsis where the foot is full; its box does not.
    const words = [...texts(slide)].filter(text => !text.part.closest(".foot-section")).flatMap(text => text.boxes.map(box => ({ text, box: letters(text.part, box) })));
    const found = [];
    words.forEach(({ text, box: a }, index) => {
      for (const { text: other, box: b } of words.slice(index + 1)) {
        const formula = text.part.closest(".katex");
        if (text === other || (formula && formula === other.part.closest(".katex"))) continue;
        const over = Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
        if (over > 2) found.push(named(slide, text, `and "${other.words}" collide by ${round(over / scale())} px`));
      }
    });
    return found;
  }

  // Contrast ------------------------------------------------------------------------------------------------

  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

  // Any color of CSS as red, green, blue and how much it covers, from 0 to 1.
  function rgba(color) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
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

  // The shapes of a drawing below a text, in the order in which they are drawn.
  function shapesBelow(part, box) {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const shapes = [...part.ownerSVGElement.querySelectorAll(SHAPES)].filter(shape => {
      if (shape.closest("defs, clipPath, marker, mask") || !shown(shape) || !(shape.compareDocumentPosition(part) & 4)) return false;
      const place = shape.getScreenCTM()?.inverse();
      return place && shape.isPointInFill(new DOMPoint(x, y).matrixTransform(place));
    });
    return shapes.map(shape => getComputedStyle(shape)).filter(style => style.fill !== "none").map(style => {
      const [r, g, b, a] = rgba(style.fill);
      return [r, g, b, a * style.fillOpacity * style.opacity];
    });
  }

  function faded(part) {
    let opacity = 1;
    for (let each = part; each; each = each.parentElement) opacity *= getComputedStyle(each).opacity;
    return opacity;
  }

  // Words too pale for their ground, also in drawings and over gradients, which axe-core leaves open.
  function pale(slide, needed = 4.5) {
    const found = [];
    for (const text of texts(slide)) {
      const svg = text.part.closest("svg");
      const below = svg ? shapesBelow(text.part, text.boxes[0]).reduce((under, shape) => over(shape, under), ground(svg)) : ground(text.part);
      const [r, g, b, a] = rgba(getComputedStyle(text.part)[svg ? "fill" : "color"]);
      const got = ratio(over([r, g, b, a * faded(text.part)], below), below);
      if (got < needed - 0.005) found.push(named(slide, text, `has a contrast of ${Math.round(got * 100) / 100}`));
    }
    return found;
  }

  return { collision, overflow, overlap, pale, small };
})();
