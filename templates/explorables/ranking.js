// A ranking of K answers, and rewards fitted to it by gradient descent on Eq. 1 of the paper:
//   loss = -1 / (K choose 2) * sum over all pairs of log(sigmoid(r_w - r_l))
// Each answer has a reward of its own, as if a reward model could give any answer any score. The rewards start at 0,
// or, after the order was changed, where they were: then the loss jumps, and falls again.
"use strict";

(() => {
  const STEPS = 60;
  const RATE = 1; // length of a step, in gradients
  const LETTERS = "ABCDEFGHI";

  const sigmoid = x => 1 / (1 + Math.exp(-x));
  const softplus = x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))); // log(1 + exp(x)), also for a large x

  // `rewards` by rank, the best first.
  const pairsOf = rewards => rewards.flatMap((winner, i) =>
    rewards.slice(i + 1).map((loser, j) => ({ winner: i, loser: i + 1 + j, sigma: sigmoid(winner - loser) })));

  function lossOf(rewards) {
    const pairs = pairsOf(rewards);
    return pairs.reduce((sum, { winner, loser }) => sum + softplus(rewards[loser] - rewards[winner]), 0) / pairs.length;
  }

  function stepped(rewards) {
    const pairs = pairsOf(rewards);
    const next = [...rewards];
    for (const { winner, loser, sigma } of pairs) {
      const pull = RATE * (1 - sigma) / pairs.length;
      next[winner] += pull;
      next[loser] -= pull;
    }
    return next;
  }

  function fitted(from, steps) {
    const path = [from];
    while (path.length <= steps) path.push(stepped(path.at(-1)));
    return path;
  }

  function compute({ order, from, step }) {
    const path = fitted(order.map(id => from[id]), STEPS);
    const rewards = path[step];
    return { order, step, rewards, pairs: pairsOf(rewards), losses: path.map(lossOf), loss: lossOf(rewards) };
  }

  function change(values, name, value) {
    if (name === "answers") return start({ answers: value });
    if (name !== "order") return { ...values, [name]: value };
    const { order, rewards } = compute(values);
    const from = [...values.from];
    order.forEach((id, rank) => { from[id] = rewards[rank]; });
    return { ...values, order: value, from, step: 0 };
  }

  function start({ answers }) {
    const order = [...Array(answers).keys()];
    return { answers, order, from: order.map(() => 0), step: STEPS };
  }

  // Pictures -------------------------------------------------------------------------------------------------

  function picture(result, shape) {
    return shape === "wide" ? wide(result) : narrow(result);
  }

  const text = (x, y, words, kind = "") => draw("text", { x, y, class: kind }, words);
  const low = letter => draw("tspan", { dy: 5, "font-size": "16" }, letter);
  const back = words => draw("tspan", { dy: -5 }, words);

  function cells({ pairs }, x, y, width, height) {
    return pairs.map(({ winner, loser, sigma }) => {
      const [left, top] = [x + (loser - 1) * width, y + winner * height];
      const strength = 0.08 + 0.44 * Math.abs(sigma - 0.5) * 2;
      return draw("g", { class: sigma < 0.5 ? "wrong" : "right" },
        draw("rect", { x: left + 1, y: top + 1, width: width - 2, height: height - 2, rx: 4, "fill-opacity": strength.toFixed(2) }),
        text(left + width / 2, top + height / 2 + 7, sigma > 0.995 ? "1.0" : fixed(sigma, 2).replace(/^0/, ""), "middle"));
    });
  }

  // The losses of all steps as a line, with a dot at this one.
  function curve({ losses, step, loss }, x, y, width, height) {
    const most = Math.max(0.75, ...losses);
    const at = (value, index) => [x + width * index / STEPS, y + height * (1 - value / most)];
    const path = losses.map((value, index) => at(value, index).map(each => each.toFixed(1)).join(" ")).join("L");
    const [cx, cy] = at(loss, step);
    const above = cy - 14 > y + 14;
    return [
      draw("path", { class: "axis", d: `M${x} ${y}V${y + height}H${x + width}` }),
      draw("path", { class: "curve", d: `M${path}` }),
      draw("circle", { class: "dot", cx, cy, r: 7 }),
      text(Math.min(Math.max(cx, x + 70), x + width - 50), above ? cy - 14 : cy + 34, `loss ${fixed(loss, 2)}`, "middle strong"),
    ];
  }

  const heading = ({ pairs, order }) => `${order.length} answers, ${pairs.length} pairs`;

  function wide(result) {
    const count = result.order.length;
    const row = count > 7 ? 36 : 42;
    const [top, bars, middle] = [72, 540, 690];
    const cell = Math.min(110, 470 / (count - 1));
    const longest = Math.max(3, ...result.rewards.map(Math.abs));
    const below = top + count * row + 44;
    return drawing(860, 560,
      text(0, 22, [`${heading(result)}: \u03c3(r`, low("w"), back(" \u2212 r"), low("l"), back(")")], "strong"),
      result.order.slice(1).map((id, index) => text(44 + (index + 0.5) * cell, 60, LETTERS[id], "middle muted")),
      cells(result, 44, top, cell, row),
      text(middle, 22, "reward r", "middle strong"),
      draw("path", { class: "axis", d: `M${middle} ${top}V${top + count * row}` }),
      result.order.map((id, rank) => {
        const y = top + rank * row;
        const length = 110 * result.rewards[rank] / longest;
        return draw("g", {},
          text(8, y + row / 2 + 7, LETTERS[id], "strong"),
          text(bars, y + row / 2 + 7, LETTERS[id], "muted"),
          draw("rect", { class: "bar", x: middle + Math.min(length, 0), y: y + 6, width: Math.abs(length), height: row - 12, rx: 3 }),
          text(860, y + row / 2 + 7, fixed(result.rewards[rank], 2), "end"));
      }),
      curve(result, 44, below, 806, 540 - below),
      text(850, 558, "steps of gradient descent", "end muted"));
  }

  function narrow(result) {
    const count = result.order.length;
    const [row, top] = [34, 32];
    const cell = Math.min(76, 348 / (count - 1));
    const below = top + count * row + 14;
    return drawing(440, below + 78,
      text(0, 22, `${result.pairs.length} pairs`, "strong"),
      result.order.slice(1).map((id, index) => text(92 + (index + 0.5) * cell, 22, LETTERS[id], "middle muted")),
      cells(result, 92, top, cell, row),
      result.order.map((id, rank) => draw("g", {},
        text(0, top + rank * row + 24, LETTERS[id], "strong"),
        text(80, top + rank * row + 24, fixed(result.rewards[rank], 1), "end"))),
      curve(result, 2, below, 428, 76));
  }

  explorable("ranking", {
    title: "Rank the answers, fit the rewards",
    parameters: { answers: { kind: "whole", least: 4, most: 9, value: 4 } },
    controls: () => [
      { kind: "count", name: "answers", label: "Answers K", least: 4, most: 9 },
      { kind: "order", name: "order", label: "The ranking, best answer first", spell: id => LETTERS[id] },
      { kind: "range", name: "step", label: "Step", least: 0, most: STEPS, step: 1, play: "Fit the rewards" },
    ],
    start, change, compute, picture,
    say: ({ order, pairs, loss, step }) =>
      `${order.map(id => LETTERS[id]).join(" > ")}: ${pairs.length} pairs, loss ${fixed(loss, 2)} after ${step} steps`,
  });
})();
