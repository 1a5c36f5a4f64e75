// What stands out of its place, is cut off, or stands over something else.
"use strict";

measuring.places = (() => {
  const { alone, drawnIn, shown, whole, within } = measuring.drawing;
  const { alike, complaint, drawn, EDGE, letters, place, round, scale, shared, size, texts, TOUCH, UNSEEN, visible, written } = measuring.scene;

  // In these a part may be wider than the page: fingers move it.
  const SCROLLS = ".table, .math, pre, .cells";

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

  // Whether the lines of a slide would not break anew in columns: nearly all of them end before its middle.
  function narrow(slide) {
    const body = slide.querySelector(":scope > .slide-body");
    const lines = body ? texts(body).flatMap(text => text.boxes) : [];
    const room = body?.getBoundingClientRect();
    return lines.length > 0 && lines.filter(box => box.right - room.left > room.width * 0.46).length <= lines.length * 0.1;
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
        const more = { kind: "out", side, words: each.words, what: what(each.part), line: round(lineHeight(each.part)), narrow: side === "bottom" && narrow(slide), ...figures };
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
    const { a, b } = drawnIn(part).getScreenCTM() ?? { a: 1, b: 0 };
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
    // What a program has left beside the page is for nobody.
    const wanted = text => text.clip && whole(text.part) && visible(text) && (text.boxes.length || !alone);
    const words = written(root).filter(wanted).map(text => [text, beyond(text)]);
    return words.filter(([, [, by]]) => by > EDGE).map(([text, [side, by]]) => complaint("overflow", root, text.part, text.rects[0], { kind: "trimmed", side, words: text.words, px: Math.min(Math.round(by / scale()), FAR) }));
  }

  const FAR = 9999;
  const SIDES = { left: -1, right: 1, top: -1, bottom: 1 };

  // Of words over each other: more than anybody reads, as a thousand words at one place are half a million pairs.
  const MOST_COLLISIONS = 500;
  const PIECE = 0.3;
  // TeX puts them over letters as signs of their own.
  const accent = ({ words }) => /^[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]$/u.test(words);

  // Words of a drawing that stand neither upright nor lie on their side have boxes far larger than they are.
  function turned(part) {
    const matrix = part instanceof SVGGraphicsElement && part.getScreenCTM();
    return Boolean(matrix) && Math.min(Math.abs(matrix.a), Math.abs(matrix.b)) > 0.02 * Math.hypot(matrix.a, matrix.b);
  }

  // The corners of words as they are turned, without the room above and below their letters.
  function corners(part, { left, right, top, bottom }) {
    if (!turned(part)) return [[left, top], [right, top], [right, bottom], [left, bottom]];
    const [box, matrix, high] = [part.getBBox(), part.getScreenCTM(), parseFloat(getComputedStyle(part).fontSize)];
    const spare = Math.max((box.height - high) / 2, 0);
    const [upper, lower] = [box.y + spare, box.y + box.height - spare];
    return [[box.x, upper], [box.x + box.width, upper], [box.x + box.width, lower], [box.x, lower]].map(([x, y]) => [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f]);
  }

  // How far two boxes that may be turned stand over each other: as far as one has to be moved, along the side of one of them.
  function crossed(one, other) {
    const axes = [one, other].flatMap(([a, b, , d]) => [b, d].map(end => [end[0] - a[0], end[1] - a[1]])).filter(([x, y]) => Math.hypot(x, y) > 0);
    return Math.min(...axes.map(([x, y]) => {
      const along = points => points.map(point => (point[0] * x + point[1] * y) / Math.hypot(x, y));
      const [a, b] = [along(one), along(other)];
      return Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b));
    }));
  }

  // Words over other words, as labels of a chart may be that stand too close to each other.
  function collision(slide) {
    const words = texts(slide).filter(visible).flatMap(text => text.boxes.map(box => ({ text, box: letters(text.part, box) })));
    // From top to bottom: what begins below the end of a word cannot stand over it, and neither can what follows.
    words.sort((one, other) => one.box.top - other.box.top);
    const found = [];
    words.forEach(({ text, box: a }, index) => {
      if (found.length > MOST_COLLISIONS) return;
      const formula = within(text.part, ".katex");
      for (let next = index + 1; next < words.length && words[next].box.top < a.bottom - TOUCH; next += 1) {
        const { text: other, box: b } = words[next];
        let by = shared(a, b);
        if (by > TOUCH && (turned(text.part) || turned(other.part))) by = crossed(corners(text.part, a), corners(other.part, b));
        if (by <= TOUCH) continue;
        if (text === other || (formula && formula === other.part.closest(".katex"))) continue;
        // Other programs part words where they like: pieces of them may touch.
        if (alone && (by < PIECE * Math.min(size(text.part), size(other.part)) || accent(text) || accent(other))) continue;
        // The same words once more, as for an outline, are in nobody's way.
        if (text.words === other.words && alike(a, b)) continue;
        // What reaches over the foot of a slide stands out of its room, and that is said already.
        if (Boolean(within(text.part, ".slide-foot")) !== Boolean(within(other.part, ".slide-foot"))) continue;
        found.push(complaint("overflow", slide, other.part, b, { kind: "collision", words: other.words, over: text.words, other: place(text.part), px: round(by / scale()) }));
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

  // How the blocks of a page stand on paper: of each the lower edge, in pixels from the top of the page.
  function blocks() {
    const seen = new Map();
    for (const each of drawn(document.querySelector("main") ?? document.body)) {
      const at = place(each.part);
      if (at !== null) seen.set(at, Math.max(seen.get(at) ?? 0, each.box.bottom + scrollY));
    }
    return [...seen].map(([at, bottom]) => ({ at, bottom: round(bottom) }));
  }

  return { blocks, collision, evidenceOut, overlap, places, standsOut, tooWide, trimmed };
})();
