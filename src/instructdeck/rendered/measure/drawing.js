// What a drawing shows and its elements, asked one by one, do not say.
"use strict";

globalThis.measuring = {};

measuring.drawing = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const ASIDE = "defs, clipPath, marker, mask, pattern, symbol";
  // Elements that a drawing may get in the place of its <use>: a dozen of lines can ask for billions.
  const MOST = 5000;
  const refused = new Set();
  // A file of SVG that is open by itself.
  const alone = document.contentType === "image/svg+xml";

  // Within a drawing a part of what is not displayed passes for visible all the same.
  function displayed(part) {
    for (let each = part; each instanceof SVGElement; each = each.parentElement) if (getComputedStyle(each).display === "none") return false;
    return true;
  }

  const shown = part => part.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && displayed(part);
  const drawnAside = part => part.closest(ASIDE);

  // The whole drawing that a part belongs to, however many others it stands in.
  function whole(part) {
    let svg = part.closest("svg");
    while (svg?.ownerSVGElement) svg = svg.ownerSVGElement;
    return svg;
  }

  // The part of a drawing that a word is in, whose matrix says how it is scaled: HTML within it has none of its own.
  const drawnIn = part => (part instanceof SVGElement ? part : part.closest("foreignObject"));

  // The room that a drawing has, which cuts off what stands out of it. The box of one within another is that of what it shows.
  function frameOf(svg) {
    const around = svg.ownerSVGElement && svg.parentElement.getScreenCTM();
    if (!around) return svg.getBoundingClientRect();
    const style = getComputedStyle(svg);
    const [x, y, width, height] = ["x", "y", "width", "height"].map(side => (style[side].endsWith("px") ? parseFloat(style[side]) : svg[side].baseVal.value));
    const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]].map(([left, top]) => new DOMPoint(left, top).matrixTransform(around));
    const [across, down] = [corners.map(each => each.x), corners.map(each => each.y)];
    return { left: Math.min(...across), top: Math.min(...down), right: Math.max(...across), bottom: Math.max(...down) };
  }

  // What holds a part and has a class of our pages, of which a file knows nothing.
  const within = (part, selector) => (alone ? null : part.closest(selector));

  // What a part refers to, by `href` or, as files of old have it, by `xlink:href`.
  const targetOf = part => document.getElementById((part.href?.baseVal ?? "").slice(1));

  function copied(from, to, without) {
    for (const { name, value } of from.attributes) if (!without.includes(name)) to.setAttribute(name, value);
    return to;
  }

  // What a <use> shows of its target, without what there may be only one of.
  function shownBy(use, target) {
    const clone = target.cloneNode(true);
    const view = target.matches("symbol, svg") ? copied(target, document.createElementNS(SVG, "svg"), ["x", "y", "width", "height"]) : clone;
    if (view !== clone) {
      view.append(...clone.childNodes);
      for (const side of ["width", "height"]) view.setAttribute(side, use.getAttribute(side) ?? (target.matches("svg") ? target.getAttribute(side) : null) ?? "100%");
    }
    for (const each of [view, ...view.querySelectorAll("[id], .fragment")]) {
      // In a page an id is given once, and steps are counted; a file may ask for its own by id.
      if (alone) continue;
      each.removeAttribute("id");
      each.classList.remove("fragment");
    }
    return view;
  }

  // The target of a <use>; null where it would show itself, which shows nothing.
  function shownTarget(use, through) {
    const target = targetOf(use);
    return target && !target.contains(use) && !through.includes(target) ? target : null;
  }

  // Take the room of all elements that a part comes to with what it uses, as far as there is any.
  function weigh(part, room, through = []) {
    room.left -= part.querySelectorAll("*").length + 1;
    for (const use of part.matches("use") ? [part] : part.querySelectorAll("use")) {
      const target = room.left < 0 ? null : shownTarget(use, through);
      if (target) weigh(target, room, [...through, target]);
    }
  }

  // What a <use> shows, to stand in its place: it is no part of the document, so that nobody can ask it for anything.
  function unfolded(use, through = []) {
    const target = shownTarget(use, through);
    if (!target) return null;
    const moved = document.createElementNS(SVG, "g");
    moved.setAttribute("transform", `translate(${use.x.baseVal.value} ${use.y.baseVal.value})`);
    moved.append(shownBy(use, target));
    const group = copied(use, document.createElementNS(SVG, "g"), ["href", "xlink:href", "x", "y", "width", "height"]);
    group.append(moved);
    for (const inner of moved.querySelectorAll("use")) if (!drawnAside(inner)) inner.replaceWith(unfolded(inner, [...through, target]) ?? "");
    return group;
  }

  function unfoldAll() {
    const rooms = new Map();
    for (const use of document.querySelectorAll("svg use")) {
      if (drawnAside(use)) continue;
      const svg = whole(use);
      if (!rooms.has(svg)) rooms.set(svg, { left: MOST });
      const room = rooms.get(svg);
      weigh(use, room);
      if (room.left >= 0) use.replaceWith(unfolded(use) ?? "");
      // Files have each letter of their words as a shape that they use: these are no words that anybody could ask for.
      else if (!alone || wordsOf(use)) refused.add(use);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", unfoldAll);
  else unfoldAll();

  const PAINTS = ["fill", "stroke", "maskImage", "mask", "clipPath", "markerStart", "markerMid", "markerEnd"];

  // What a drawing is painted with, by its id: patterns, markers, masks, clips.
  function paintedWith(svg) {
    const ids = new Set([...svg.querySelectorAll("pattern")].map(each => each.href.baseVal.slice(1)).filter(Boolean));
    for (const each of svg.querySelectorAll("*")) {
      if (!shown(each) && !drawnAside(each)) continue;
      const style = getComputedStyle(each);
      for (const paint of PAINTS) if (style[paint]?.includes("url(")) for (const [, id] of style[paint].matchAll(/url\("#(.*?)"\)/g)) ids.add(id);
    }
    return ids;
  }

  // The words of a part with those that it shows by a <use>.
  function wordsOf(part, through = []) {
    if (part.matches("text")) return part.textContent.trim();
    const target = part.matches("use") && !through.includes(part) ? targetOf(part) : null;
    const parts = target ? [target] : [...part.querySelectorAll("text, use")];
    return parts.map(each => wordsOf(each, [...through, part])).filter(Boolean).join(" ");
  }

  // Words that are painted where nobody can ask for their size and color, each with the part that they are in.
  function unread(root) {
    const found = [...refused].filter(use => root.contains(use) && shown(use)).map(part => ({ part, words: "" }));
    for (const svg of alone ? [root] : root.querySelectorAll("svg:not(svg svg)")) {
      const holders = [...svg.querySelectorAll("pattern, marker, mask, clipPath")].map(part => ({ part, words: wordsOf(part) })).filter(each => each.words);
      const ids = holders.length ? paintedWith(svg) : null;
      found.push(...holders.filter(each => ids.has(each.part.id)));
    }
    return found;
  }

  // Letters of a condensed typeface have four fifths of the usual width: words that are squeezed so far are as good to read.
  const CONDENSED = 0.8;
  const SEVERAL = /\S[\s,]+\S/;
  const LISTS = ["x", "y", "dx", "dy"];

  function squeezed(part) {
    const style = getComputedStyle(part);
    const adjusted = (style.fontSizeAdjust ?? "none") !== "none";
    if (adjusted || parseFloat(style.letterSpacing) < -0.05 * parseFloat(style.fontSize)) return true;
    for (let each = part; each.localName !== "svg"; each = each.parentElement) {
      if (each.hasAttribute("textLength") || LISTS.some(name => SEVERAL.test(each.getAttribute(name) ?? ""))) return true;
    }
    return false;
  }

  // The same text as its typeface has it.
  function relaxed(text) {
    const copy = text.cloneNode(true);
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["id", "textLength", "rotate"]) each.removeAttribute(name);
      for (const name of LISTS) if (SEVERAL.test(each.getAttribute(name) ?? "")) each.setAttribute(name, each.getAttribute(name).trim().split(/[\s,]+/)[0]);
      each.style.setProperty("letter-spacing", "normal", "important");
      each.style.setProperty("font-size-adjust", "none", "important");
    }
    return copy;
  }

  // How far it is from each letter to the next, and how high the letters are.
  function letters(part) {
    const count = Math.min(part.getNumberOfChars(), 100);
    const starts = Array.from({ length: count }, (_, index) => part.getStartPositionOfChar(index));
    const ends = count ? [...starts.slice(1), part.getEndPositionOfChar(count - 1)] : [];
    return { height: count ? part.getExtentOfChar(0).height : 0, steps: ends.map((end, index) => Math.hypot(end.x - starts[index].x, end.y - starts[index].y)) };
  }

  const shares = new WeakMap();

  // What of their size the words of a part keep, 0 to 1, where a drawing gives them less room than their typeface does.
  function kept(part) {
    const text = part.closest("text");
    if (!text || !(part instanceof SVGTextContentElement) || !squeezed(part)) return 1;
    if (!shares.has(part)) shareAll(whole(part));
    return shares.get(part) ?? 1;
  }

  // All words of a drawing at once: what they would be otherwise is laid out once then.
  function shareAll(svg) {
    const pairs = [...svg.querySelectorAll("text")].filter(shown).map(text => [text, [text, ...text.querySelectorAll("*")].map(squeezed)]).filter(([, tight]) => tight.includes(true));
    const copies = pairs.map(([text]) => relaxed(text));
    pairs.forEach(([text], index) => text.after(copies[index]));
    try {
      pairs.forEach(([text, tight], index) => {
        const [parts, usual] = [text, copies[index]].map(each => [each, ...each.querySelectorAll("*")]);
        parts.forEach((part, at) => { if (tight[at] && part instanceof SVGTextContentElement) shares.set(part, shareOf(letters(part), letters(usual[at]))); });
      });
    } finally {
      copies.forEach(copy => copy.remove());
    }
  }

  function shareOf(own, usual) {
    const found = own.steps.map((step, at) => step / usual.steps[at]).filter(Number.isFinite).sort((one, other) => one - other);
    const wide = found.length ? found[Math.floor(found.length / 2)] / CONDENSED : 1;
    return Math.min(1, wide, usual.height ? own.height / usual.height : 1);
  }

  return { alone, drawnAside, drawnIn, frameOf, kept, shown, targetOf, unread, whole, within };
})();
