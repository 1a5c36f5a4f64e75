// Keeps a page that `instructdeck serve` shows up to date. It runs before any other script has changed the page, so that it
// knows the source of what is shown; from then on it swaps what differs, and leaves the place alone.
"use strict";

(() => {
  const { version, scripts } = document.currentScript.dataset;
  const PLACE = `instructdeck-place:${location.pathname}`;
  const CALM = 250; // milliseconds that an error must last until it is shown
  const GONE = 1500; // milliseconds without the server until it counts as lost

  const find = selector => document.querySelector(selector);
  const bar = find(".live-bar");
  const stack = find(".reveal > .slides");
  const here = { version, scripts };

  // What stands on the page, as the server gave it -----------------------------------------------------------

  const sources = new Map();
  for (const slide of stack ? stack.children : []) sources.set(slide.id, slide.cloneNode(true));
  let frame = frameOf(document.body);

  // A copy of a part of the page but for the slides and for what only a served page has.
  function frameOf(element) {
    const holds = element.querySelector(".reveal > .slides");
    const copy = element.cloneNode(!holds && element !== document.body);
    if (element.matches(".reveal > .slides") || copy.hasChildNodes() || !element.hasChildNodes()) return copy;
    for (const child of element.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE) copy.append(child.cloneNode(true));
      else if (child.matches(".reveal > .slides")) copy.append(child.cloneNode(false));
      else if (!("live" in child.dataset)) copy.append(frameOf(child));
    }
    return copy;
  }

  // A browser may refuse storage; the page then forgets where it was.
  const memory = {
    get(key) { try { return sessionStorage.getItem(key) || ""; } catch { return ""; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* no memory */ } },
  };

  const parsed = html => new DOMParser().parseFromString(html, "text/html");

  // Slides ---------------------------------------------------------------------------------------------------

  // A heading may have the id `Reveal`, and is then what the window has by this name.
  const mayStage = () => stack && view.kind === "stage" && typeof window.Reveal?.isReady === "function";
  const onStage = () => mayStage() && Reveal.isReady();
  const all = () => [...stack.children];

  // Steps are counted anew; a number that the author gave stands in the source.
  function countSteps(slide, source) {
    deck.prepareSteps(slide);
    const given = source.querySelectorAll(".fragment");
    slide.querySelectorAll(".fragment:not(.step)").forEach((each, number) => {
      const index = given[number]?.getAttribute("data-fragment-index") ?? null;
      if (index === null) each.removeAttribute("data-fragment-index");
      else each.setAttribute("data-fragment-index", index);
    });
    slide.querySelectorAll(".step").forEach(each => each.removeAttribute("data-fragment-index"));
    Reveal.syncFragments(slide);
  }

  // Slides before the one on stage show all their steps, slides behind it none.
  function showSteps(slide, step) {
    const current = Reveal.getCurrentSlide();
    if (slide !== current) {
      const past = slide.classList.contains("past");
      for (const each of slide.querySelectorAll(".fragment")) {
        each.classList.toggle("visible", past);
        each.classList.remove("current-fragment");
      }
    } else if (slide.querySelector(".fragment")) {
      Reveal.navigateFragment(step);
    }
    deck.lightLines(slide);
  }

  // Which slide that went is which that came: the one that took its place.
  function renamed(before, after) {
    const names = new Map();
    const [old, fresh] = [new Set(before), new Set(after)];
    after.forEach((name, number) => {
      if (old.has(name)) return;
      const left = number ? after[number - 1] : undefined;
      const was = [...names].find(([, to]) => to === left)?.[0] ?? left;
      const gone = before[before.indexOf(was) + 1];
      if (gone !== undefined && !fresh.has(gone) && !names.has(gone)) names.set(gone, name);
    });
    return names;
  }

  function put(element, place) {
    const at = stack.children[place] || null;
    if (at === element) return;
    if (element.isConnected && stack.moveBefore) stack.moveBefore(element, at);
    else stack.insertBefore(element, at);
  }

  // Other slides, or others in number and order. Gives the slides that are new on the page or differ.
  function arrange(order, fresh) {
    const lives = new Map(all().map(each => [each.id, each]));
    const changed = new Set();
    for (const [was, name] of renamed([...sources.keys()], order)) {
      changed.add(morph.become(lives.get(was), sources.get(was), fresh.get(name)));
      lives.set(name, lives.get(was));
      lives.delete(was);
    }
    for (const name of order) {
      if (!lives.has(name)) lives.set(name, morph.made(fresh.get(name)));
      else if (sources.has(name) && fresh.has(name)) morph.become(lives.get(name), sources.get(name), fresh.get(name));
      if (fresh.has(name)) changed.add(lives.get(name));
    }
    const kept = new Set(order);
    for (const [name, element] of lives) if (!kept.has(name)) element.remove();
    order.forEach((name, number) => put(lives.get(name), number));
    const next = new Map(order.map(name => [name, fresh.get(name) || sources.get(name)]));
    sources.clear();
    for (const [name, source] of next) sources.set(name, source);
    return changed;
  }

  // The same slides in the same order, some of them with other content.
  function swap(fresh) {
    const changed = new Set();
    for (const [name, source] of fresh) {
      const element = document.getElementById(name);
      morph.become(element, sources.get(name), source);
      sources.set(name, source);
      changed.add(element);
    }
    return changed;
  }

  // The slide that went while it was on stage, its step, and the one that stands in its place since then.
  let gone = null;

  // Gives what to show for a slide that went: the one behind it, or else the one before.
  function left(slide, step, before) {
    const number = before.indexOf(slide.id);
    const near = [...before.slice(number), ...before.slice(0, number).reverse()].find(name => sources.has(name)) ?? all()[0]?.id;
    gone = gone?.instead === slide.id ? { ...gone, instead: near } : { id: slide.id, step, instead: near };
    return [document.getElementById(near), undefined];
  }

  // A file may be cut and written again, a slide moved from one to the other: who has not gone elsewhere goes back.
  function returned(slide) {
    if (!gone || !sources.has(gone.id) || gone.instead !== slide.id) return null;
    const { id, step } = gone;
    gone = null;
    return [document.getElementById(id), step];
  }

  function forgetGone() {
    if (gone && Reveal.getCurrentSlide().id !== gone.instead) gone = null;
  }

  const ground = source => [...source.classList].sort().join(" ");

  function showSlides(order, fresh) {
    const before = [...sources.keys()];
    const moved = order.join("\n") !== before.join("\n");
    const dressed = [...fresh].some(([name, source]) => !sources.has(name) || ground(sources.get(name)) !== ground(source));
    if (!moved && !fresh.size) return;
    if (!onStage()) {
      keepInSight(() => renew(moved ? arrange(order, fresh) : swap(fresh), null));
      return;
    }
    const current = Reveal.getCurrentSlide();
    let { f: step = -1 } = Reveal.getIndices();
    const scroll = find(".reveal").scrollTop;
    const overview = Reveal.isOverview();
    if (overview && moved) Reveal.toggleOverview(false);
    const changed = moved ? arrange(order, fresh) : swap(fresh);
    changed.forEach(slide => countSteps(slide, sources.get(slide.id)));
    if (moved || dressed) {
      let slide;
      [slide, step] = returned(current) || (current.isConnected ? [current, step] : left(current, step, before));
      Reveal.sync();
      Reveal.slide(Math.max(all().indexOf(slide), 0), 0, step);
    }
    if (overview && moved) Reveal.toggleOverview(true);
    if (overview) find(".reveal").scrollTop = scroll;
    renew(changed, step);
  }

  function renew(changed, step) {
    const slides = [...changed];
    if (step === null) slides.forEach(deck.observe);
    else slides.forEach(slide => showSteps(slide, step ?? -1));
    if (step !== null && slides.includes(Reveal.getCurrentSlide())) deck.showSlide();
    document.dispatchEvent(new CustomEvent("renewed", { detail: slides }));
  }

  // Where slides stand below each other, the one that is read stays where it is.
  function keepInSight(change) {
    const slide = stack && deck.slideInSight();
    const top = slide?.getBoundingClientRect().top;
    change();
    if (slide?.isConnected) scrollBy({ top: slide.getBoundingClientRect().top - top, behavior: "instant" });
  }

  // Everything around the slides -------------------------------------------------------------------------------

  const pathOf = address => new URL(address, location.href).pathname.slice(1);
  const isOurs = element => "live" in element.dataset;
  const sheets = part => [...part.querySelectorAll('link[rel="stylesheet"]')].filter(each => !isOurs(each));
  const addresses = part => sheets(part).map(each => each.getAttribute("href").split("?")[0]);
  const codes = part => [...part.querySelectorAll("script[src]")].filter(each => !isOurs(each)).map(each => each.getAttribute("src"));

  const loaded = link => new Promise(done => {
    link.addEventListener("load", done, { once: true });
    link.addEventListener("error", done, { once: true });
  });

  // A sheet goes when the one that follows it is there: nothing is seen without its style.
  async function swapSheets(wanted, changed) {
    const old = sheets(document);
    const same = wanted.join() === addresses(document).join();
    if (same && !old.some(each => changed.has(pathOf(each.href)))) return;
    const fresh = wanted.map(href => {
      const found = old.find(each => each.getAttribute("href").split("?")[0] === href);
      if (found && same && !changed.has(pathOf(href))) return found;
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `${href}?${here.version}`;
      return link;
    });
    const coming = fresh.filter(each => !each.isConnected);
    const arrived = coming.map(loaded);
    fresh.forEach(each => { if (!each.isConnected) old.at(-1).after(each); });
    await Promise.all(arrived);
    old.forEach(each => { if (!fresh.includes(each)) each.remove(); });
  }

  // Styles that a slide needs now, before the sheet with them has come.
  const early = new CSSStyleSheet();
  let earlyText = "";

  function addStyles(css) {
    if (css === earlyText) return;
    earlyText = css;
    early.replaceSync(css);
    document.adoptedStyleSheets = [early];
  }

  // A picture whose file has changed has the same address as before.
  function refreshFigures(paths) {
    for (const image of document.querySelectorAll("img[src]")) {
      if (paths.has(decodeURIComponent(pathOf(image.src)))) image.src = `${image.getAttribute("src").split("?")[0]}?${here.version}`;
    }
  }

  async function refreshPage({ withSlides }) {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    if (!answer.ok) return;
    const page = parsed(await answer.text());
    for (const each of page.querySelectorAll("[data-live]")) each.remove();
    if (codes(page).join() !== codes(document).join()) {
      reload();
      return;
    }
    await swapSheets(addresses(page), new Set());
    const slides = page.querySelector(".reveal > .slides");
    if (slides && withSlides) {
      const fresh = new Map([...slides.children].map(each => [each.id, each]));
      const order = [...fresh.keys()];
      for (const [name, source] of fresh) if (sources.get(name)?.isEqualNode(source)) fresh.delete(name);
      showSlides(order, fresh);
    }
    const fresh = frameOf(page.body);
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    if (stack) morph.become(document.body, frame, fresh);
    else keepScroll(() => morph.become(document.body, frame, fresh));
    frame = fresh;
    if (!stack) document.dispatchEvent(new CustomEvent("renewed", { detail: [document.body] }));
  }

  function keepScroll(change) {
    const [left, top] = [scrollX, scrollY];
    change();
    scrollTo({ left, top, behavior: "instant" });
  }

  // Reload, and come back to the place -------------------------------------------------------------------------

  function reload() {
    const staged = onStage();
    const place = {
      step: staged ? Reveal.getIndices().f : undefined,
      overview: staged && Reveal.isOverview(),
      evidence: stack && evidence.shown(),
      scroll: [scrollX, scrollY],
    };
    memory.set(PLACE, JSON.stringify(place));
    if (staged) history.replaceState(null, "", `#/${Reveal.getCurrentSlide().id}`);
    location.reload();
  }

  function comeBack() {
    const text = memory.get(PLACE);
    if (!text) return;
    memory.set(PLACE, "");
    const place = JSON.parse(text);
    if (onStage()) {
      if (place.step !== undefined) Reveal.navigateFragment(place.step);
      if (place.overview) Reveal.toggleOverview(true);
      if (place.evidence) evidence.open(Reveal.getCurrentSlide());
    } else scrollTo({ left: place.scroll[0], top: place.scroll[1], behavior: "instant" });
  }

  // Follow the edit ----------------------------------------------------------------------------------------------

  const FOLLOW = "instructdeck-follow";
  const follow = find(".live-follow");
  let following = memory.get(FOLLOW) === "yes";

  function setFollowing(on) {
    following = on;
    memory.set(FOLLOW, on ? "yes" : "no");
    follow.setAttribute("aria-pressed", String(on));
  }

  function goTo(id) {
    const slide = id && document.getElementById(id);
    if (!slide || !following || find("dialog[open]")) return;
    if (!onStage()) slide.scrollIntoView({ block: "nearest" });
    else if (slide !== Reveal.getCurrentSlide()) Reveal.slide(all().indexOf(slide));
  }

  // Errors -------------------------------------------------------------------------------------------------------

  const panel = find(".live-problems");
  const count = find(".live-count");
  let problems = [];
  let open = null; // as the reader chose; null follows the slide
  let calm = 0;

  function item(problem) {
    const node = bar.querySelector("template").content.cloneNode(true);
    const link = node.querySelector("a");
    link.textContent = problem.path ? `${problem.path}:${problem.line}:${problem.column}` : "";
    if (problem.editor) link.href = problem.editor;
    node.querySelector("pre").textContent = problem.text;
    return node;
  }

  // A problem stands over its slides; where none of them is here, over all of its section, or else of the deck.
  function concerns(problem) {
    const slide = stack && deck.slideInSight();
    if (!slide) return true;
    if (problem.slides.some(id => sources.has(id))) return problem.slides.includes(slide.id);
    const given = all().some(each => each.dataset.section === problem.section);
    return !given || slide.dataset.section === problem.section;
  }

  function showProblems() {
    const words = problems.length === 1 ? bar.dataset.one : bar.dataset.many.replace("{}", problems.length);
    count.hidden = !problems.length;
    if (count.textContent !== words) count.textContent = words;
    const here = problems.filter(concerns);
    const listed = open ? problems : here;
    const text = JSON.stringify(listed);
    panel.hidden = !listed.length || open === false;
    count.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.dataset.shown === text) return;
    panel.dataset.shown = text;
    panel.querySelector("ol").replaceChildren(...listed.map(item));
  }

  // An editor saves in steps: what is wrong in between is nobody's business. What is mended goes at once.
  function setProblems(found) {
    clearTimeout(calm);
    const wait = found.length > problems.length ? CALM : 0;
    const change = () => {
      if (!found.length || JSON.stringify(found) !== JSON.stringify(problems)) open = null;
      problems = found;
      showProblems();
    };
    if (wait) calm = setTimeout(change, wait);
    else change();
  }

  count.addEventListener("click", () => { open = panel.hidden; showProblems(); });
  find(".live-close").addEventListener("click", () => { open = false; showProblems(); });

  // News -----------------------------------------------------------------------------------------------------------

  const receive = {
    // The server is there, perhaps again.
    async hello(news) {
      setProblems(news.problems);
      if (news.scripts !== here.scripts) reload();
      else if (news.version !== here.version) await refreshAll(news);
      // What has changed since that site follows. A window that was here before may show more than that.
      stale ||= met && Boolean(news.behind);
      met = true;
    },
    // Slides as soon as they were rendered.
    slides(news) {
      addStyles(news.css);
      if (stack) takeSlides(news);
      missed ||= Boolean(news.whole);
      goTo(news.focus);
    },
    // The whole site.
    async site(news) {
      if (news.scripts !== here.scripts) { reload(); return; }
      here.version = news.version;
      await swapSheets(addresses(document), new Set(news.styles));
      if (stack) takeSlides(news);
      stale ||= missed;
      missed = false;
      if (stale && !news.problems.length) await refreshAll(news);
      else if (news.frame || (!stack && news.pages?.includes(page()))) await refreshPage({ withSlides: false });
      refreshFigures(new Set(news.figures));
      setProblems(news.problems);
      document.documentElement.dataset.served = news.version;
    },
    problems(news) { setProblems(news.problems); },
  };

  const page = () => decodeURIComponent(location.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");

  // Whether the page may be another one than the server thinks: then all of it is compared, as soon as it has no error,
  // for a deck that is broken just now would take the good one away.
  let stale = false;
  let missed = false;
  let met = false;

  async function refreshAll(news) {
    stale = news.problems.length > 0;
    if (stale) return;
    here.version = news.version;
    await swapSheets(addresses(document), new Set(sheets(document).map(each => pathOf(each.href))));
    await refreshPage({ withSlides: true });
    refreshFigures(new Set([...document.images].map(each => decodeURIComponent(pathOf(each.src)))));
  }

  function takeSlides(news) {
    const fresh = new Map(Object.entries(news.slides || {}).map(([name, html]) => [name, parsed(html).body.firstElementChild]));
    const order = news.order || [...sources.keys()];
    // After a break in the line, more may have changed than is told.
    if (order.some(name => !sources.has(name) && !fresh.has(name))) { missed = true; return; }
    for (const name of fresh.keys()) if (!order.includes(name)) fresh.delete(name);
    showSlides(order, fresh);
  }

  // The line to the server --------------------------------------------------------------------------------------------

  let line = null;
  let lost = 0;
  let turn = Promise.resolve();

  function connect() {
    line?.close();
    line = new EventSource("/-/events");
    line.onopen = () => { clearTimeout(lost); lost = 0; find(".live-status").textContent = ""; };
    line.onerror = () => {
      lost ||= setTimeout(() => { find(".live-status").textContent = bar.dataset.lost; }, GONE);
      if (line.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
    line.onmessage = event => {
      const news = JSON.parse(event.data);
      // One after the other: a style sheet may still be on its way. What goes wrong is made good by a reload.
      turn = turn.then(() => receive[news.kind]?.(news)).catch(() => reload());
    };
  }

  // A browser has six connections for all its windows: those that nobody sees do without.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (!line || line.readyState === EventSource.CLOSED)) connect();
    else if (document.hidden && !(stack && podium.isOpen())) line?.close();
  });

  addEventListener("DOMContentLoaded", () => {
    follow.hidden = !stack;
    if (/[?&]follow\b/.test(location.search)) {
      setFollowing(true);
      history.replaceState(null, "", location.pathname + location.hash);
    }
    setFollowing(following);
    follow.addEventListener("click", () => setFollowing(!following));
    document.addEventListener("keydown", event => {
      if (event.key.toLowerCase() !== "w" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (stack && !event.target.closest("input, textarea, dialog")) setFollowing(!following);
    });
    const begin = () => { comeBack(); if (mayStage()) Reveal.on("slidechanged", () => { forgetGone(); showProblems(); }); connect(); };
    if (mayStage() && !Reveal.isReady()) Reveal.on("ready", begin);
    else begin();
  });
})();
