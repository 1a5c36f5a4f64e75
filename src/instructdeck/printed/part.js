// Leaves on the page the sheets of one part, from `first` to the one before `end`, by their order in the whole deck.
//
// Chromium keeps a link where its end is on the page, be it shown or not, and marks an end where a link to it is there.
// So that links find their ends once the parts are joined, something stands in for both where the other is elsewhere.
([first, end]) => {
  const stage = document.querySelector(".slides");
  const sheets = (document.sheets ||= [...stage.querySelectorAll(":scope > .slide")]);
  const others = [...sheets.slice(0, first), ...sheets.slice(end)];

  const linksIn = sheet => [...sheet.querySelectorAll('a[href^="#"]')].map(link => link.getAttribute("href"));
  const idsIn = sheet => [sheet, ...sheet.querySelectorAll("[id]")].map(each => each.id).filter(Boolean);

  for (const each of stage.querySelectorAll(":scope > :is(.slide, .elsewhere)")) each.remove();
  stage.append(...sheets.slice(first, end));
  const links = new Set(linksIn(stage));
  const elsewhere = document.createElement("div");
  elsewhere.className = "elsewhere";
  elsewhere.style.setProperty("display", "none", "important");
  for (const id of others.flatMap(idsIn)) {
    if (links.has(`#${encodeURIComponent(id)}`) || links.has(`#${id}`)) elsewhere.append(Object.assign(document.createElement("i"), { id }));
  }
  for (const href of new Set(others.flatMap(linksIn))) elsewhere.append(Object.assign(document.createElement("a"), { href }));
  stage.append(elsewhere);
}
