// Interactive figures. A script in templates/explorables/ says what its figure is: values, what follows from them, and
// how that is drawn. This file registers it, and in a browser adds the controls; see docs/explorables.md.
// At build time the same two files give the figure's first picture, where there is no document.
"use strict";

const explorables = {};
const explorable = (name, parts) => { explorables[name] = parts; };

// What a script says about parameters that do not go together; `key` is the one that is wrong.
class Refused extends Error {
  constructor(key, message) {
    super(message);
    this.key = key;
  }
}

// An element of a picture; numbers are rounded, so that a page gets no fifteen digits for a tenth of a pixel.
const draw = (name, attributes, ...children) => ({
  name,
  attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) =>
    [key, typeof value === "number" ? String(Math.round(value * 10) / 10) : value])),
  children: children.flat(),
});

// A whole picture of a size in pixels of a slide.
const drawing = (width, height, ...children) => draw("svg", { viewBox: `0 0 ${width} ${height}` }, ...children);

const minus = text => text.replace("-", "\u2212");
const fixed = (value, digits) => minus(Math.abs(value) < 0.5 * 10 ** -digits ? (0).toFixed(digits) : value.toFixed(digits));

if (typeof document !== "undefined") (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const PLAY = 4000; // milliseconds from one end of a slider to the other
  const FINE = 1000; // positions of a slider that goes by factors

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function make(name, { label, ...properties } = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    if (label) element.setAttribute("aria-label", label);
    element.append(...children);
    return element;
  }

  function drawn(node) {
    if (typeof node === "string") return document.createTextNode(node);
    const element = document.createElementNS(SVG, node.name);
    for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value);
    element.append(...node.children.map(drawn));
    return element;
  }

  // One figure with its controls -----------------------------------------------------------------------------

  function live(parts, parameters, words, pictures, place) {
    let values = parts.start(parameters);
    const refreshers = [];
    const status = make("p", { className: "explore-status" });
    status.setAttribute("role", "status");

    function show({ spoken }) {
      const result = parts.compute(values);
      for (const picture of pictures) {
        const fresh = drawn(parts.picture(result, picture.dataset.shape));
        picture.setAttribute("viewBox", fresh.getAttribute("viewBox"));
        picture.replaceChildren(...fresh.childNodes);
      }
      refreshers.forEach(refresh => refresh());
      if (spoken) status.textContent = parts.say(result);
    }

    function set(name, value, { spoken = true } = {}) {
      values = parts.change ? parts.change(values, name, value) : { ...values, [name]: value };
      show({ spoken });
    }

    const context = { words, set, get: name => values[name], refreshers };
    const controls = make("div", { className: "explore-controls" });
    for (const control of parts.controls(values)) controls.append(kinds[control.kind](control, context));
    const again = make("button", { type: "button", textContent: words.again, className: "explore-again" });
    again.addEventListener("click", () => reset());
    controls.append(again);
    place.append(controls, status);

    function reset() {
      context.stop?.();
      values = parts.start(parameters);
      show({ spoken: true });
    }
    show({ spoken: false });
    return { reset, stop: () => context.stop?.() };
  }

  // Controls -------------------------------------------------------------------------------------------------

  const kinds = {
    // A number on a slider, with buttons for some values, and one that plays it from end to end.
    range(control, context) {
      const { least, most, step, factors } = control;
      const toPosition = value => factors ? FINE * Math.log(value / least) / Math.log(most / least) : value;
      const toValue = position => {
        const value = factors ? least * (most / least) ** (position / FINE) : Number(position);
        return factors ? Number(value.toPrecision(2)) : value;
      };
      const input = make("input", {
        type: "range", min: factors ? 0 : least, max: factors ? FINE : most, step: factors ? 1 : step,
      });
      const output = make("output");
      const label = make("label", { className: "explore-label" }, make("span", { textContent: control.label }), output, input);
      const box = make("div", { className: "explore-range" }, label);
      const spell = control.spell || String;
      input.addEventListener("input", () => { context.stop?.(); context.set(control.name, toValue(input.value)); });
      context.refreshers.push(() => {
        const value = context.get(control.name);
        input.value = toPosition(value);
        output.textContent = spell(value);
        input.setAttribute("aria-valuetext", spell(value));
      });
      for (const mark of control.marks || []) {
        const button = make("button", { type: "button", textContent: mark.label });
        button.addEventListener("click", () => context.set(control.name, mark.value));
        context.refreshers.push(() => button.setAttribute("aria-pressed", String(context.get(control.name) === mark.value)));
        box.append(button);
      }
      if (control.play) box.append(player(control, context));
      return box;
    },

    // A number that goes up and down by one.
    count(control, context) {
      const output = make("output");
      const by = (step, text) => {
        const button = make("button", { type: "button", textContent: text, label: `${control.label} ${text}` });
        button.addEventListener("click", () => { context.stop?.(); context.set(control.name, context.get(control.name) + step); });
        context.refreshers.push(() => {
          const next = context.get(control.name) + step;
          button.disabled = next < control.least || next > control.most;
        });
        return button;
      };
      context.refreshers.push(() => { output.textContent = context.get(control.name); });
      return make("div", { className: "explore-count" },
        make("span", { textContent: control.label }), by(-1, "\u2212"), output, by(1, "+"));
    },

    // Things in an order: dragged, or moved by buttons.
    order(control, context) {
      const list = make("ol", { className: "explore-order", label: control.label });
      let shown = "";
      const move = (from, to) => {
        const order = [...context.get(control.name)];
        if (from === to || to < 0 || to >= order.length) return;
        order.splice(to, 0, ...order.splice(from, 1));
        context.stop?.();
        context.set(control.name, order);
      };
      function item(id, index, count) {
        const name = control.spell(id);
        const arrow = (by, text, words) => {
          const button = make("button", { type: "button", textContent: text, label: words.replace("{}", name) });
          button.disabled = index + by < 0 || index + by >= count;
          button.addEventListener("click", () => {
            move(index, index + by);
            const same = list.children[index + by].querySelectorAll("button")[by < 0 ? 0 : 1];
            (same.disabled ? list.children[index + by].querySelector("button:enabled") : same).focus();
          });
          return button;
        };
        return make("li", {}, make("b", { textContent: name }),
          arrow(-1, "\u25b2", context.words.up), arrow(1, "\u25bc", context.words.down));
      }
      context.refreshers.push(() => {
        const order = context.get(control.name);
        if (shown === order.join()) return;
        shown = order.join();
        list.replaceChildren(...order.map((id, index) => item(id, index, order.length)));
        list.children[dragged]?.classList.add("dragged");
      });

      // The whole list listens: its items are made anew whenever their order changes.
      let dragged = -1;
      const under = y => [...list.children].findIndex(each => y < each.getBoundingClientRect().bottom);
      list.addEventListener("pointerdown", event => {
        if (event.button || event.target.closest("button")) return;
        dragged = under(event.clientY);
        list.children[dragged]?.classList.add("dragged");
        list.setPointerCapture(event.pointerId);
      });
      list.addEventListener("pointermove", event => {
        if (dragged < 0) return;
        const over = under(event.clientY);
        const to = over < 0 ? list.children.length - 1 : over;
        const from = dragged;
        dragged = to;
        move(from, to);
      });
      const drop = () => {
        dragged = -1;
        list.querySelector(".dragged")?.classList.remove("dragged");
      };
      for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) list.addEventListener(kind, drop);
      return list;
    },
  };

  function player(control, context) {
    const button = make("button", { type: "button", className: "explore-play", textContent: control.play });
    let frame = 0;
    const stop = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      button.textContent = control.play;
    };
    context.stop = stop;
    button.addEventListener("click", () => {
      if (frame) { stop(); return; }
      if (calm.matches) { context.set(control.name, control.most); return; }
      const began = performance.now();
      button.textContent = context.words.pause;
      const go = now => {
        const part = Math.min((now - began) / PLAY, 1);
        const value = control.least + Math.round(part * (control.most - control.least) / control.step) * control.step;
        context.set(control.name, value, { spoken: part === 1 });
        if (part < 1) frame = requestAnimationFrame(go);
        else stop();
      };
      frame = requestAnimationFrame(go);
    });
    return button;
  }

  // On a page the figure itself comes alive. On stage it stays a picture, and opens large over the slide --------

  function onPage(figure, parts, parameters, words) {
    const place = make("div", { className: "explore" });
    figure.querySelector(".explore-pictures").after(place);
    return live(parts, parameters, words, [...figure.querySelectorAll("svg")], place);
  }

  function onStage(figure, parts, parameters, words) {
    const open = make("button", { type: "button", className: "explore-open", textContent: words.open });
    open.setAttribute("aria-haspopup", "dialog");
    figure.querySelector(".explore-pictures").after(open);
    // Keys on the button are for it, and turn no slide.
    for (const kind of ["keydown", "keypress"]) {
      open.addEventListener(kind, event => { if (event.key === " " || event.key === "Enter") event.stopPropagation(); });
    }
    open.addEventListener("click", () => openPanel(figure, parts, parameters, words));
  }

  function openPanel(figure, parts, parameters, words) {
    const hue = [...figure.closest(".slide").classList].find(name => name.startsWith("hue-"));
    const close = make("button", { type: "button", className: "explore-close", textContent: words.close });
    const picture = figure.querySelector('svg[data-shape="wide"]').cloneNode(true);
    const caption = figure.querySelector("figcaption")?.cloneNode(true);
    const side = make("div", { className: "explore" });
    const dialog = make("dialog", { className: `explore-panel ${hue || ""}`, label: parts.title },
      make("header", {}, make("h2", { textContent: parts.title }), close),
      make("div", { className: "explore-body" }, side, make("div", { className: "explore-pictures" }, picture)),
      ...(caption ? [caption] : []));
    const running = live(parts, parameters, words, [picture], side);
    const shut = () => dialog.close();
    close.addEventListener("click", shut);
    dialog.addEventListener("close", () => {
      running.stop();
      Reveal.off("slidechanged", shut);
      dialog.remove();
    });
    // The presenter window turns slides while this is open.
    Reveal.on("slidechanged", shut);
    document.body.append(dialog);
    dialog.showModal();
  }

  // The stage is made by deck.js; without reveal.js, as on a phone, slides are a page.
  const alive = new WeakSet();

  function enliven(part) {
    const staged = document.documentElement.classList.contains("live");
    if (document.documentElement.classList.contains("paged") && !staged) return;
    for (const figure of part.querySelectorAll("figure[data-explorable]")) {
      const parts = explorables[figure.dataset.explorable];
      if (!parts || alive.has(figure)) continue;
      alive.add(figure);
      const { parameters, words } = figure.dataset;
      (staged ? onStage : onPage)(figure, parts, JSON.parse(parameters), JSON.parse(words));
    }
  }

  addEventListener("DOMContentLoaded", () => enliven(document));
  // Parts of a page that `serve` has swapped.
  document.addEventListener("renewed", event => event.detail.forEach(enliven));
})();
