// The deck as one file is two pages, of which this shows one: the deck, or with "?presenter" its presenter window.
// The scripts of both wait in templates, so that only those of the page that is shown run; see alone.html.
"use strict";

(() => {
  const root = document.documentElement;
  const presents = /[?&]presenter\b/.test(location.search);
  const take = name => document.querySelector(`template[data-page="${name}"]`);

  function present() {
    const page = take("presenter");
    document.querySelector('style[data-page="deck"]').remove();
    document.title = page.dataset.title;
    root.className = page.dataset.root;
    document.body.className = page.dataset.classes;
    document.body.replaceChildren(page.content);
    root.hidden = false;
  }

  // On paper a link to this file would be one to where it lies on the machine that prints, and tell of it; only one to
  // an element leads on within the pages.
  addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll('a[href^="?"], a[href^="#/"]')) {
      const href = link.dataset.unprinted = link.getAttribute("href");
      if (href.startsWith("#/")) link.setAttribute("href", `#${href.slice(2)}`);
      else link.removeAttribute("href");
    }
  });
  addEventListener("afterprint", () => {
    for (const link of document.querySelectorAll("a[data-unprinted]")) {
      link.setAttribute("href", link.dataset.unprinted);
      delete link.dataset.unprinted;
    }
  });

  // Nothing of the deck is seen before its presenter window stands.
  if (presents) root.hidden = true;
  else document.head.append(take("first").content);
  document.addEventListener("DOMContentLoaded", () => {
    if (presents) present();
    else document.body.append(take("last").content);
  });
})();
