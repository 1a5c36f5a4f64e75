// Makes ready for paper what `?print-pdf` shows: every link leads somewhere that a reader of the file can reach, and
// every step is a sheet of its own where steps are asked for. Gives how many sheets each slide has.
//
// `site` is where the deck's site stands, or empty; `sources` says for each quote and source where it can be read.
({ theme, steps, site, sources }) => {
  const slides = [...document.querySelectorAll(".slides > .slide")];
  document.documentElement.dataset.theme = theme;

  const anchorOf = href => decodeURIComponent(href.split("#")[1] || "");

  // The evidence at the foot of a slide is where its marks lead to, and leads on to the source.
  function connectEvidence(slide, number) {
    for (const [index, entry] of [...slide.querySelectorAll(":scope > .evidence > li")].entries()) {
      const mark = entry.querySelector("b");
      const row = entry.querySelector(".from a");
      entry.id = `_e${number}-${index + 1}`;
      for (const cite of slide.querySelectorAll("a.cite")) {
        const same = cite.getAttribute("href") === row.getAttribute("href") && cite.textContent === mark.textContent;
        if (same) cite.setAttribute("href", `#${entry.id}`);
      }
      const link = document.createElement("a");
      link.setAttribute("href", site ? row.getAttribute("href") : sources[anchorOf(row.getAttribute("href"))] || "");
      link.append(...mark.childNodes);
      mark.append(link);
    }
  }

  function connect(link) {
    const href = link.getAttribute("href");
    if (href.startsWith("#/")) {
      const target = view.slideAt(href);
      if (target) link.setAttribute("href", `#${encodeURIComponent(target.id)}`);
      else link.removeAttribute("href");
    } else if (!href || !/^(#|https?:|mailto:)/i.test(href)) {
      const page = new URL(href, new URL("deck/", "http://site/"));
      if (site && href) link.setAttribute("href", site + page.href.slice("http://site/".length));
      else link.removeAttribute("href");
    }
  }

  // Steps in the order in which reveal.js takes them: those with a number, then all others one by one.
  function stepsOf(slide) {
    const [numbered, others] = [[], []];
    for (const fragment of slide.querySelectorAll(".fragment")) {
      if (fragment.hasAttribute("data-fragment-index")) (numbered[fragment.dataset.fragmentIndex] ||= []).push(fragment);
      else others.push([fragment]);
    }
    return [...numbered.filter(Boolean), ...others];
  }

  function show(sheet, count) {
    stepsOf(sheet).forEach((step, index) => {
      for (const fragment of step) {
        fragment.classList.toggle("visible", index < count);
        fragment.classList.toggle("current-fragment", index === count - 1);
      }
    });
    deck.lightLines(sheet);
    const hidden = mark => mark.closest(".fragment:not(.visible, .term)");
    for (const entry of sheet.querySelectorAll(":scope > .evidence > li")) {
      const marks = [...sheet.querySelectorAll("a.cite")].filter(mark => mark.getAttribute("href") === `#${entry.id}`);
      entry.classList.toggle("unshown", marks.length > 0 && marks.every(hidden));
    }
  }

  // Links to a slide lead to its first sheet, its marks to the foot of their own.
  function sheetOf(slide, step) {
    const sheet = slide.cloneNode(true);
    sheet.removeAttribute("id");
    for (const entry of sheet.querySelectorAll(":scope > .evidence > li")) {
      for (const mark of sheet.querySelectorAll(`a.cite[href="#${entry.id}"]`)) mark.setAttribute("href", `#${entry.id}-${step}`);
      entry.id += `-${step}`;
    }
    return sheet;
  }

  function spread(slide) {
    const count = stepsOf(slide).length;
    slide.classList.add("stepped");
    let last = slide;
    for (let step = 1; step <= count; step += 1) {
      const sheet = sheetOf(slide, step);
      last.after(sheet);
      last = sheet;
      show(sheet, step);
    }
    show(slide, 0);
    return count + 1;
  }

  slides.forEach((slide, index) => connectEvidence(slide, index + 1));
  document.querySelectorAll("a[href]").forEach(connect);
  if (steps) deck.prepareSteps(document);
  return slides.map(slide => (steps ? spread(slide) : 1));
}
