// What stands on a slide or page: its words and shapes, where they are and what can be seen of them, and how a complaint is put.
// Every complaint is plain data: a `rule`, the `slide` it is on, the block it is `at` (the number in the comment that
// stands before the block in a page that is rendered for this), a `kind`, its figures, and its `box` in pixels of the slide.
"use strict";

measuring.scene = (() => {
  const { alone, drawnAside, drawnIn, frameOf, shown, whole, within } = measuring.drawing;

  // Only for those who hear the slide: boxes of one pixel among them say nothing of what is seen.
  // A file that is open by itself has classes of its own.
  const UNSEEN = alone ? ":not(*)" : ".katex-mathml, .unseen, .explore-status, .notes, .skip, .picture, [hidden]";
  const SHAPES = "rect, circle, ellipse, polygon, path, line, polyline";
  // Pixels that are none: rounding, and lines that share their leading.
  const [EDGE, TOUCH] = [1, 2];

  // The small pictures on the pages of the site are the slides once more, in frames of a fixed size. They take most of the
  // time in which a page is laid out, and of axe-core's, which goes through what it is to leave out, too.
  if (!alone) document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".picture .slide").forEach(slide => slide.remove()));

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

  const shownOf = (box, clip) => ({ left: Math.max(box.left, clip.left), top: Math.max(box.top, clip.top), right: Math.min(box.right, clip.right), bottom: Math.min(box.bottom, clip.bottom) });

  // What can be seen of a part, between all those around it that hide what stands out of them, up to the slide or page.
  function clipOf(part, root, known) {
    if (part === root && alone) return shownOf(root.getBoundingClientRect(), { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    if (!part || part === root) return null;
    if (known.has(part)) return known.get(part);
    const around = clipOf(part.parentElement, root, known);
    const style = getComputedStyle(part);
    const hides = style.overflow !== "visible" && (part.ownerSVGElement === undefined ? style.display !== "inline" : ["svg", "foreignObject"].includes(part.localName));
    const own = hides ? frameOf(part) : null;
    const clip = own && around ? shownOf(own, around) : own ?? around;
    known.set(part, clip);
    return clip;
  }

  const alike = (one, other, near = TOUCH) => ["left", "top", "right", "bottom"].every(side => Math.abs(one[side] - other[side]) <= near);

  function extent(part) {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect();
  }

  // The halo or shadow behind a word of a drawing is the same word once more, at the same place and painted before it.
  function halo(part) {
    const word = part.closest("svg") ? part.nextElementSibling : null;
    if (!word || word.localName !== part.localName || !shown(word) || word.textContent.trim() !== part.textContent.trim()) return false;
    return alike(extent(part), extent(word), Math.max(size(part) * scale() * 0.1, TOUCH));
  }

  // Words that lie over a picture of themselves, to be searched for: they are not painted.
  const unpainted = part => part instanceof SVGElement && getComputedStyle(part).fill === "none" && getComputedStyle(part).stroke === "none";

  // Every piece of text: its words, the part that holds it, its boxes, and what can be seen of them.
  function readTexts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const [found, clips, seen] = [[], new Map(), new Map()];
    // What cannot be read, and what is not shown now, by the part that holds it.
    const hidden = part => {
      if (!seen.has(part)) {
        seen.set(part, Boolean(part.closest(UNSEEN) || drawnAside(part) || !shown(part) || unpainted(part) || halo(part)));
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
      const boxes = clip ? rects.map(box => shownOf(box, clip)).filter(extended) : rects;
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
      const clip = within(part, ".katex") ? clipOf(part.parentElement, root, clips) : null;
      found.push({ words: "", part, box: clip ? shownOf(box, clip) : box });
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

  // In pixels of a slide: a drawing is scaled to its place.
  function size(part) {
    const own = parseFloat(getComputedStyle(part).fontSize);
    const matrix = part.closest("svg") && drawnIn(part).getScreenCTM();
    if (!matrix) return own;
    // Words may be squashed: how long they are, or how high.
    const along = Math.hypot(matrix.a, matrix.b);
    const across = along && Math.abs(matrix.a * matrix.d - matrix.b * matrix.c) / along;
    return (own * Math.min(along, across) * shrunk(part, along)) / scale();
  }

  // What HTML within a drawing is made smaller by besides: styles of its own.
  function shrunk(part, along) {
    let block = part instanceof HTMLElement ? part : null;
    while (block && !block.offsetWidth) block = block.parentElement instanceof HTMLElement ? block.parentElement : null;
    return block && along ? Math.min(block.getBoundingClientRect().width / block.offsetWidth / along, 1) : 1;
  }

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

  const shared = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  return { EDGE, TOUCH, UNSEEN, alike, complaint, drawn, inside, letters, place, round, scale, shapes, shared, size, texts, together, visible, written };
})();
