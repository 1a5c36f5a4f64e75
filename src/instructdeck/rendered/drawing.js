// What a drawing shows and its elements, asked one by one, do not say. Run in a page before `measure.js`; gives `measuredDrawing`.
"use strict";

globalThis.measuredDrawing = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const ASIDE = "defs, clipPath, marker, mask, pattern, symbol";
  // Elements that a drawing may get in the place of its <use>: a dozen of lines can ask for billions.
  const MOST = 5000;
  const refused = new Set();

  const shown = part => part.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const drawnAside = part => part.closest(ASIDE);

  // The whole drawing that a part belongs to, however many others it stands in.
  function whole(part) {
    let svg = part.closest("svg");
    while (svg?.ownerSVGElement) svg = svg.ownerSVGElement;
    return svg;
  }

  const targetOf = use => document.getElementById((use.getAttribute("href") ?? "").slice(1));

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
      each.removeAttribute("id");
      each.classList.remove("fragment");
    }
    return view;
  }

  // Put in the place of a <use> what it shows, which else nobody can ask for anything: it is no part of the document.
  function unfold(use, room, through = []) {
    const target = targetOf(use);
    // What would show itself shows nothing.
    if (!target || target.contains(use) || through.includes(target)) return;
    room.left -= target.querySelectorAll("*").length + 1;
    if (room.left < 0) {
      refused.add(use);
      return;
    }
    const moved = document.createElementNS(SVG, "g");
    moved.setAttribute("transform", `translate(${use.x.baseVal.value} ${use.y.baseVal.value})`);
    moved.append(shownBy(use, target));
    const group = copied(use, document.createElementNS(SVG, "g"), ["href", "x", "y", "width", "height"]);
    group.append(moved);
    use.replaceWith(group);
    for (const inner of moved.querySelectorAll("use")) if (!drawnAside(inner)) unfold(inner, room, [...through, target]);
  }

  function unfoldAll() {
    const rooms = new Map();
    for (const use of document.querySelectorAll("svg use")) {
      if (!use.isConnected || drawnAside(use)) continue;
      const svg = whole(use);
      if (!rooms.has(svg)) rooms.set(svg, { left: MOST });
      unfold(use, rooms.get(svg));
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", unfoldAll);
  else unfoldAll();

  const PAINTS = ["fill", "stroke", "maskImage", "mask", "clipPath", "markerStart", "markerMid", "markerEnd"];

  // What a drawing is painted with, by its id: patterns, markers, masks, clips.
  function paintedWith(svg) {
    const ids = new Set([...svg.querySelectorAll("pattern[href]")].map(each => each.getAttribute("href").slice(1)));
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
    for (const svg of root.querySelectorAll("svg:not(svg svg)")) {
      const holders = [...svg.querySelectorAll("pattern, marker, mask, clipPath")].map(part => ({ part, words: wordsOf(part) })).filter(each => each.words);
      const ids = holders.length ? paintedWith(svg) : null;
      found.push(...holders.filter(each => ids.has(each.part.id)));
    }
    return found;
  }

  return { drawnAside, shown, unread, whole };
})();
