// Brings what is on the page from one source to another. Only where the two sources differ is the page changed, so that
// what scripts have added to it stays: which steps are shown, what is open, how far a listing is scrolled.
"use strict";

const morph = (() => {
  // A script has put something of its own into it; it begins anew.
  const OWNED = "figure[data-explorable]";
  const NEAR = 40; // nodes of which each is compared with each other one

  const isElement = node => node.nodeType === Node.ELEMENT_NODE;
  const made = source => document.importNode(source, true);

  function attributes(live, old, fresh) {
    for (const { name } of old.attributes) {
      if (name !== "class" && !fresh.hasAttribute(name)) live.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (name !== "class" && old.getAttribute(name) !== value) live.setAttribute(name, value);
    }
    for (const name of old.classList) if (!fresh.classList.contains(name)) live.classList.remove(name);
    for (const name of fresh.classList) if (!old.classList.contains(name)) live.classList.add(name);
    if (!live.classList.length && live.hasAttribute("class")) live.removeAttribute("class");
  }

  // Whether a node on the page can be what became of a node of the source.
  function cameFrom(live, old) {
    if (live.nodeName !== old.nodeName) return false;
    if (!isElement(old)) return live.data === old.data;
    return live.id === old.id && (!old.classList.length || live.classList.contains(old.classList[0]));
  }

  // Gives for each node of the source the one on the page, or nothing when a script has changed too much.
  function twins(live, olds) {
    const found = [];
    let here = live.firstChild;
    for (const old of olds) {
      while (here && !cameFrom(here, old)) here = here.nextSibling;
      if (!here) return null;
      found.push(here);
      here = here.nextSibling;
    }
    return found;
  }

  const alike = (old, fresh) => old.nodeName === fresh.nodeName
    && (!isElement(old) || (old.id === fresh.id && old.classList[0] === fresh.classList[0]));

  // Gives for each new node the place of the old one that becomes it, or -1.
  function pairs(olds, freshes) {
    const found = freshes.map(() => -1);
    let first = 0;
    while (first < olds.length && first < freshes.length && olds[first].isEqualNode(freshes[first])) {
      found[first] = first;
      first += 1;
    }
    let [lastOld, lastFresh] = [olds.length - 1, freshes.length - 1];
    while (lastOld >= first && lastFresh >= first && olds[lastOld].isEqualNode(freshes[lastFresh])) {
      found[lastFresh] = lastOld;
      lastOld -= 1;
      lastFresh -= 1;
    }
    let next = first;
    for (let at = first; at <= lastFresh; at += 1) {
      const fits = number => alike(olds[number], freshes[at]);
      const end = Math.min(lastOld, next + NEAR);
      let match = -1;
      for (let number = next; number <= end && match < 0; number += 1) {
        if (fits(number) && olds[number].isEqualNode(freshes[at])) match = number;
      }
      for (let number = next; number <= end && match < 0; number += 1) {
        // The same may come further down as it is: then something was put before it.
        const waits = () => freshes.slice(at + 1, at + 1 + NEAR).some(each => each.isEqualNode(olds[number]));
        if (fits(number) && !waits()) match = number;
      }
      if (match < 0) continue;
      found[at] = match;
      next = match + 1;
    }
    return found;
  }

  function children(live, old, fresh) {
    const olds = [...old.childNodes];
    const freshes = [...fresh.childNodes];
    const there = twins(live, olds);
    if (!there) {
      live.replaceChildren(...freshes.map(made));
      return;
    }
    const pair = pairs(olds, freshes);
    const kept = new Set(pair);
    there.forEach((node, number) => { if (!kept.has(number)) node.remove(); });
    let before = null;
    freshes.forEach((source, number) => {
      const node = pair[number] < 0 ? made(source) : become(there[pair[number]], olds[pair[number]], source);
      if (pair[number] < 0) {
        if (before) before.after(node);
        else live.prepend(node);
      }
      before = node;
    });
  }

  // Gives the node that now stands on the page.
  function become(live, old, fresh) {
    if (old.isEqualNode(fresh)) return live;
    if (!isElement(old)) {
      live.data = fresh.data;
      return live;
    }
    if (old.matches(OWNED) || old.nodeName !== fresh.nodeName) {
      const node = made(fresh);
      live.replaceWith(node);
      return node;
    }
    attributes(live, old, fresh);
    children(live, old, fresh);
    return live;
  }

  return { become, made };
})();
