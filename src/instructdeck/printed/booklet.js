// Makes a booklet ready for paper: what runs at the foot of each page, and links that a reader of the file can follow.
//
// `site` is where the deck's site stands, or empty; `sources` says for each quote and source where it can be read, and
// `slides` gives the number of each slide by its id.
({ title, site, sources, slides }) => {
  document.documentElement.style.setProperty("--running", JSON.stringify(title));

  // The ids of a synthesis are those of its own page; here several stand on one.
  for (const part of document.querySelectorAll("[data-section]")) {
    const named = [...part.querySelectorAll(".text [id]:not(svg *)")];
    const names = new Map(named.map(each => [each.id, `_${part.dataset.section}_${each.id}`]));
    for (const each of named) each.id = names.get(each.id);
    for (const link of part.querySelectorAll("a[href^='#']")) {
      const name = names.get(decodeURIComponent(link.hash.slice(1)));
      if (name) link.setAttribute("href", `#${encodeURIComponent(name)}`);
    }
  }

  function connect(link) {
    const href = link.getAttribute("href");
    const [page, anchor] = [href.split("#")[0], decodeURIComponent(href.split("#")[1] || "")];
    const slide = anchor.startsWith("/") && document.getElementById(`_slide${slides[anchor.slice(1)]}`);
    const part = document.querySelector(`[data-section="${CSS.escape(page.replace(/\.html$/, ""))}"]`);
    if (/^(https?:|mailto:)/i.test(href) || (!page && document.getElementById(anchor))) return;
    if (slide) link.setAttribute("href", `#${slide.id}`);
    else if (part) link.setAttribute("href", `#${part.id}`);
    else if (site) link.setAttribute("href", site + href);
    else if (page === "evidence.html" && sources[anchor]) link.setAttribute("href", sources[anchor]);
    else link.removeAttribute("href");
  }

  document.querySelectorAll("a[href]").forEach(connect);
  for (const each of document.querySelectorAll(".slot")) {
    each.classList.toggle("dense", each.offsetHeight > parseFloat(getComputedStyle(each).minHeight) + 1);
  }
}
