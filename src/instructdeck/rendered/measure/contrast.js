// Words that are too pale for what is behind them, reckoned from colors or seen in pictures.
"use strict";

measuring.contrast = (() => {
  const { alone, drawnIn, shown, targetOf, whole, within } = measuring.drawing;
  const { complaint, letters, scale, shapes, shared, texts, TOUCH, UNSEEN } = measuring.scene;

  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = new Map();

  // Any color of CSS as red, green, blue and how much it covers, from 0 to 1.
  function rgba(color) {
    if (!parsed.has(color)) {
      pen.clearRect(0, 0, 1, 1);
      // What is no color leaves the pen as it is.
      pen.fillStyle = "transparent";
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      parsed.set(color, [r, g, b, a / 255]);
    }
    return parsed.get(color);
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

  // The grounds of what holds a part, from the page or from `below` up.
  function ground(part, below = [255, 255, 255, 1], until = null) {
    const layers = [];
    for (let each = part; each && each !== until; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((beneath, layer) => over(layer, beneath), below);
  }

  let bare = null;

  // Give a file that is open by itself the ground that it has where it is shown, below its own one.
  function standOn(root, ground) {
    const { backgroundColor, backgroundImage } = getComputedStyle(root);
    bare ??= rgba(backgroundColor);
    const [r, g, b] = over(bare, ground);
    if (backgroundImage === "none") root.style.setProperty("background", `rgb(${r} ${g} ${b})`);
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
      found.get(svg).push({ part, style, room, matrix: invertible(part.getScreenCTM()), toil: 1 + (part.getAttribute("d") ?? part.getAttribute("points") ?? "").length / 20000 });
    }
    return found;
  }

  // What is squeezed to a line has no inside.
  const invertible = matrix => (matrix && matrix.a * matrix.d - matrix.b * matrix.c ? matrix.inverse() : null);

  const SPOTS = [0.1, 0.3, 0.5, 0.7, 0.9];
  // A shape that is behind less of a word than this is not behind it, and one that is behind all but this is behind all of it.
  const TRIFLE = 0.15;

  // How often it can be asked of a drawing whether a point is in a shape, which takes a long path longer, and drawings of which
  // it would have to be asked more often.
  const MOST_ASKED = 300000;
  const refused = new Set();

  // What of a drawing stands at the place of a text: the shapes `below` it, some of them only `partly`, and whether there is more
  // to it than their colors; null where there is so much that nobody can tell.
  function beside(part, box, layers, known) {
    const svg = whole(part);
    const at = (x, y) => new DOMPoint(box.left + (box.right - box.left) * x, box.top + (box.bottom - box.top) * y);
    const [center, spots] = [at(0.5, 0.5), SPOTS.flatMap(x => [0.25, 0.5, 0.75].map(y => at(x, y)))];
    const result = { below: [], unclear: false };
    // From the top down: what an opaque shape is over is not seen.
    for (let index = layers.length - 1; index >= 0; index -= 1) {
      const { part: shape, style, room, matrix, toil } = layers[index];
      layers.asked = (layers.asked ?? 0) + 0.1;
      if (!matrix || shared(box, room) <= 0) continue;
      const asked = answer => { layers.asked += toil; return answer; };
      const filled = spot => style.fill !== "none" && asked(shape.isPointInFill(spot.matrixTransform(matrix)));
      const lined = spot => style.stroke !== "none" && asked(shape.isPointInStroke(spot.matrixTransform(matrix)));
      if (layers.asked > MOST_ASKED) refused.add(svg);
      if (refused.has(svg)) return null;
      if (shape.compareDocumentPosition(part) & 4) {
        if (lined(center)) result.unclear = true;
        const share = style.fill === "none" ? 0 : spots.filter(filled).length / spots.length;
        if (share <= TRIFLE) continue;
        const { changed } = treatment(shape, known);
        const partly = share < 1 - TRIFLE;
        result.below.unshift({ style, partly });
        result.unclear ||= changed;
        if (!partly && !changed && tintOf(style)[3] === 1) break;
      } else if (paints(style) && spots.some(spot => filled(spot) || lined(spot))) {
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

  const paintServer = paint => paint.startsWith("url(");

  // Whether anything is seen of a shape.
  const paints = style => style.opacity > 0 && [[style.fill, style.fillOpacity], [style.stroke, style.strokeOpacity]].some(([paint, opacity]) => paint !== "none" && opacity > 0 && (paintServer(paint) || rgba(paint)[3] > 0));

  // The stops of a gradient, which may have those of another.
  function stopsOf(paint) {
    let server = document.getElementById(/^url\("#(.*?)"\)/.exec(paint)?.[1] ?? "");
    const passed = new Set();
    while (server && !server.querySelector("stop") && !passed.has(server)) {
      passed.add(server);
      server = targetOf(server);
    }
    return [...server?.querySelectorAll("stop") ?? []];
  }

  // The colors of a word of a drawing: of its outline where it is hollow, each of its gradient where it has one; null where it
  // is painted with something else.
  function inks(part) {
    const style = getComputedStyle(part);
    // HTML within a drawing.
    if (!(part instanceof SVGElement)) return [rgba(style.color)];
    const [paint, opacity] = style.fill === "none" ? [style.stroke, style.strokeOpacity] : [style.fill, style.fillOpacity];
    const stops = paintServer(paint) ? stopsOf(paint).map(each => getComputedStyle(each)) : [];
    if (paintServer(paint) && !stops.length) return null;
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
      if ((!pixels && image === "none") || within(part, `.katex, ${UNSEEN}`) || !shown(part)) continue;
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

  // Whether a part may be cut away: a program keeps words so that stand outside of its plot.
  const cutOut = part => Boolean(part) && (getComputedStyle(part).clipPath !== "none" || cutOut(part.parentElement));

  // Words too pale for their ground. Over pixels only a picture can tell, and over a gradient where one of its colors would
  // be too near: these are `unsure`. Where something is over the words or done to them, or a shape they could not be read on
  // stands behind a part of them, they are to be judged as `painted`.
  function pale(root, needed = 4.5) {
    const found = [];
    const { grounds, filtered } = colorful(root);
    const [layers, known] = [layersOf(root), new Map()];
    const painted = text => {
      const window = windowOf(text);
      if (window) found.push(complaint("low-contrast", root, text.part, letters(text.part, text.boxes[0]), { kind: "painted", words: text.words, needed, window, mark: watch(text.part), cut: alone && cutOut(text.part) }));
    };
    for (const text of texts(root)) {
      const { part, words } = text;
      // What cannot be used now need not be read.
      if (part.closest(":disabled, a[aria-disabled=true]")) continue;
      const svg = whole(part);
      const box = letters(part, text.boxes[0]);
      const around = svg ? beside(part, text.boxes[0], layers.get(svg) ?? [], known) : { below: [], unclear: false };
      // Said as `unmeasured`.
      if (!around) continue;
      const { below, unclear } = around;
      const { opacity, changed } = treatment(part, known);
      const own = svg ? inks(part) : [rgba(getComputedStyle(part).color)];
      if (unclear || changed || !own || filtered.has(svg) || (svg && overdrawn(getComputedStyle(part)))) {
        painted(text);
        continue;
      }
      const drawn = svg && drawnIn(part);
      const unders = groundsOf(below, ground(svg ?? part)).map(under => (drawn && drawn !== part ? ground(part, under, drawn) : under));
      const least = (ink, places) => Math.min(...places.map(each => ratio(over(ink, each), each)));
      const colors = own.map(([r, g, b, a]) => [r, g, b, a * opacity]);
      const [color] = colors.sort((one, other) => least(one, unders) - least(other, unders));
      const behind = grounds.filter(each => each.part !== part && shared(box, each.box) > TOUCH);
      // What follows in a drawing is painted over it.
      if (svg && behind.some(each => svg.contains(each.part) && part.compareDocumentPosition(each.part) === 4)) {
        painted(text);
        continue;
      }
      const tinted = behind.flatMap(each => each.tints ?? []).flatMap(tint => unders.map(under => over(tint, under)));
      const got = least(color, [...unders, ...tinted]);
      if (below.some(each => paintServer(each.style.fill)) || behind.some(each => each.tints === null) || (tinted.length && got < needed - 0.005)) {
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
  hiding.replaceSync("*, *::before, *::after { -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important; text-shadow: none !important; text-decoration-color: transparent !important; transition: none !important; } svg :is(text, tspan, textPath) { fill: transparent !important; stroke: transparent !important; }");
  const HIDDEN = { fill: "transparent", stroke: "transparent", "-webkit-text-fill-color": "transparent" };
  let forced = [];

  // A drawing may insist on a color, which no sheet changes then.
  function force(part, declarations) {
    for (const [name, value] of Object.entries(declarations)) {
      forced.push([part, name, part.style.getPropertyValue(name), part.style.getPropertyPriority(name)]);
      part.style.setProperty(name, value, "important");
    }
  }

  function dressed(...sheets) {
    for (const [part, name, value, priority] of forced.reverse()) part.style.setProperty(name, value, priority);
    forced = [];
    document.adoptedStyleSheets = sheets;
  }

  const LETTERS = "svg :is(text, tspan, textPath, foreignObject *)";

  function hideWords(hidden) {
    dressed(...hidden ? [hiding] : []);
    if (hidden) for (const part of document.querySelectorAll(LETTERS)) if (part.style) force(part, HIDDEN);
  }

  // And some are shown alone, black on white, without all that is over them or done to them.
  const lone = new CSSStyleSheet();
  lone.replaceSync(`*, *::before, *::after { visibility: hidden !important; opacity: 1 !important; filter: none !important; mask: none !important; clip-path: none !important; mix-blend-mode: normal !important; background: none !important; border-color: transparent !important; box-shadow: none !important; text-shadow: none !important; transition: none !important; }
    :root, body { color-scheme: light !important; background: #fff !important; }
    svg { visibility: visible !important; }
    [data-alone] { visibility: visible !important; color: #000 !important; fill: #000 !important; fill-opacity: 1 !important; stroke: none !important; }
    [data-alone=hollow] { fill: none !important; stroke: #000 !important; stroke-opacity: 1 !important; }`);

  function showAlone(marks) {
    dressed(...marks.length ? [lone] : []);
    for (const [part, mark] of watched) {
      part.removeAttribute("data-alone");
      if (!marks.includes(mark)) continue;
      const hollow = getComputedStyle(part).fill === "none" && part instanceof SVGElement;
      part.setAttribute("data-alone", hollow ? "hollow" : "");
      if (part.style && part.closest("svg")) force(part, hollow ? { stroke: "#000" } : { fill: "#000", color: "#000", stroke: "none" });
    }
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
    const [seen, without, only] = await Promise.all(pngs.map(pixels));
    const contrast = (here, bare, letters, cut) => {
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
      // What is cut away wholly is for nobody.
      if (cut && ratios.at(-1) < 1.05) return Infinity;
      return ratios[Math.floor(ratios.length / 5)] ?? 1;
    };
    // What stands at a fraction of a pixel may be painted a pixel beside its place once it is alone.
    const steps = [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => [dx, dy]));
    return words.map(({ window: [x, y, width, height], cut }) => {
      const [here, bare] = [seen, without].map(cut => cut(x - left, y - top, width, height));
      return rounded(Math.max(...steps.map(([dx, dy]) => contrast(here, bare, only(x - left + dx, y - top + dy, width, height), cut))));
    });
  }

  return { asPainted, ground, hideWords, overPicture, pale, refused, showAlone, standOn };
})();
