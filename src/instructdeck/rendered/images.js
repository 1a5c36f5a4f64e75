// Words in pictures that are files of SVG, which belong to no document that a page can ask. Run in a page before
// `measure.js`; gives `measuredImages`.
"use strict";

globalThis.measuredImages = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  // Pixels across, where a file is looked at: what is found is in shares of it.
  const WIDTH = 1000;
  // What such a picture does not show, or what no words are seen in.
  const ASIDE = "script, foreignObject, image, animate, animateMotion, animateTransform, set";
  // What a page may not have, as its policy lets only scripts give it any style, under other names.
  const [STYLE, SHEET] = ["data-own-style", "own-style"];
  const STYLED = /(<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*?\s)style(?=\s*=)/g;
  const SHEETS = /(<\/?)style(?=[\s>])/g;
  const files = new Map();

  // From a page that is a file itself no other can be read.
  const drawn = image => /^https?:.*\.svg$/.test(image.currentSrc.split(/[?#]/)[0]);

  async function parsed(address) {
    const text = await (await fetch(address)).text();
    if (!text.includes("<text") && !text.includes(":text")) return {};
    const svg = new DOMParser().parseFromString(text.replace(STYLED, `$1${STYLE}`).replace(SHEETS, `$1${SHEET}`), "image/svg+xml").documentElement;
    // What is wrong with it is said by who reads it, and nothing of it is seen.
    if (svg.localName !== "svg" || svg.namespaceURI !== SVG) return {};
    svg.querySelectorAll(ASIDE).forEach(each => each.remove());
    return { svg, themed: text.includes("prefers-color-scheme") };
  }

  // Have the files of all pictures there, each of which is read once.
  async function load() {
    for (const image of document.images) {
      const address = drawn(image) ? image.currentSrc : "";
      if (address && !files.has(address)) files.set(address, { ...await parsed(address), words: null });
    }
  }

  // Show a file for as long as it is read. No sheet of the page reaches into it, and none of its own reaches out.
  function opened(svg, ratio, read) {
    const host = document.createElement("div");
    host.style.cssText = `all: initial; position: fixed; left: 0; top: 0; width: ${WIDTH}px; height: ${WIDTH / ratio}px`;
    const root = host.attachShadow({ mode: "open" });
    const copy = document.importNode(svg, true);
    root.adoptedStyleSheets = [...copy.querySelectorAll(SHEET)].map(each => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(each.textContent);
      return sheet;
    });
    copy.querySelectorAll(SHEET).forEach(each => each.remove());
    for (const each of [copy, ...copy.querySelectorAll(`[${STYLE}]`)]) each.style.cssText = each.getAttribute(STYLE) ?? "";
    if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${parseFloat(copy.getAttribute("width"))} ${parseFloat(copy.getAttribute("height"))}`);
    copy.setAttribute("width", WIDTH);
    copy.setAttribute("height", WIDTH / ratio);
    root.append(copy);
    document.body.append(host);
    try { return read(copy); } finally { host.remove(); }
  }

  // The words of a picture, as `read` gives them of its drawing, how large a pixel of that drawing is on the page, and whether
  // its colors are others in the dark, which nobody can ask it.
  function wordsOf(image, read) {
    const file = drawn(image) ? files.get(image.currentSrc) : null;
    if (!file?.svg || !image.naturalWidth || !image.naturalHeight) return null;
    const ratio = image.naturalWidth / image.naturalHeight;
    file.words ??= opened(file.svg, ratio, read);
    const { width, height } = image.getBoundingClientRect();
    const fitted = getComputedStyle(image).objectFit === "contain" ? Math.min(width, height * ratio) : width;
    return { words: file.words, share: fitted / WIDTH, themed: file.themed };
  }

  return { load, wordsOf };
})();
