// How one gets about: keys, links, and what axe-core finds.
"use strict";

measuring.ways = (() => {
  const { shown } = measuring.drawing;
  const { complaint, place, shared, TOUCH } = measuring.scene;

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

  return { accessible, focus, unescaped, ways };
})();
