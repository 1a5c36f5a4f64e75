// A policy over a handful of answers, and the one that is best for a reward r and a KL penalty of strength beta:
//   the maximum of  E[r] - beta * KL(pi, pi_SFT)  is  pi = pi_SFT * exp(r / beta) / Z
// It is exact, because each answer has a probability of its own; training only comes near such a maximum.
// The pretraining term (gamma) has no place here: it is about other texts, and reaches these answers only through the
// weights that a model shares between all texts, which a list of probabilities does not have.
"use strict";

(() => {
  const [LEAST, MOST] = [0.01, 10];
  const WORD = 14; // signs of the name of an answer
  const CURVE = 60; // points of the line

  const sum = numbers => numbers.reduce((all, each) => all + each, 0);
  const share = numbers => numbers.map(each => each / sum(numbers));

  // By logarithms, and with the largest taken off: exp(r / 0.02) alone would be too large for a number.
  function best(base, rewards, beta) {
    const logs = base.map((each, index) => Math.log(each) + rewards[index] / beta);
    const largest = Math.max(...logs);
    return share(logs.map(each => Math.exp(each - largest)));
  }

  function judged(policy, base, rewards) {
    const reward = sum(policy.map((each, index) => each * rewards[index]));
    const kl = sum(policy.map((each, index) => each > 0 ? each * Math.log(each / base[index]) : 0));
    return { reward, kl: Math.max(kl, 0) };
  }

  function compute({ answers, shares, rewards, beta }) {
    const base = share(shares);
    const policy = best(base, rewards, beta);
    const line = Array.from({ length: CURVE + 1 }, (_, index) =>
      judged(best(base, rewards, LEAST * (MOST / LEAST) ** (index / CURVE)), base, rewards));
    return { answers, rewards, base, beta, policy, ...judged(policy, base, rewards), before: judged(base, base, rewards).reward, line };
  }

  function start({ answers, shares, rewards, beta }) {
    for (const [key, list] of [["shares", shares], ["rewards", rewards]]) {
      if (list.length !== answers.length) throw new Refused(key, `${list.length} ${key} for ${answers.length} answers`);
    }
    const long = answers.find(each => each.length > WORD);
    if (long) throw new Refused("answers", `'${long.slice(0, 30)}' is longer than ${WORD} signs`);
    if (answers.length < 2 || answers.length > 6) throw new Refused("answers", `${answers.length} answers, not 2 to 6`);
    if (shares.some(each => each <= 0)) throw new Refused("shares", "a share that is not above 0");
    return { answers, shares, rewards, beta };
  }

  // Pictures -------------------------------------------------------------------------------------------------

  const text = (x, y, words, kind = "") => draw("text", { x, y, class: kind }, words);
  const sft = () => ["\u03c0", draw("tspan", { dy: 5, "font-size": "16" }, "SFT")];
  const percent = value => `${value < 0.995 && value > 0.005 ? Math.round(100 * value) : value < 0.5 ? "<1" : ">99"} %`;

  function rows(result, top, row, left, width) {
    return result.answers.map((answer, index) => {
      const y = top + index * row;
      const [before, now] = [result.base[index], result.policy[index]];
      return draw("g", {},
        draw("rect", { class: "before", x: left, y: y + row - 16, width: Math.max(width * before, 1), height: 7, rx: 2 }),
        draw("rect", { class: "bar", x: left, y: y + row - 40, width: Math.max(width * now, 1), height: 22, rx: 3 }),
        text(left + width * now + 8, y + row - 22, percent(now), "strong"));
    });
  }

  function picture(result, shape) {
    return shape === "wide" ? wide(result) : narrow(result);
  }

  const gained = ({ reward, kl }) => `expected reward ${fixed(reward, 2)}, KL ${fixed(kl, 2)}`;

  function meaning({ policy, kl }) {
    if (Math.max(...policy) > 0.95) return "almost only the highest reward counts";
    return kl < 0.05 ? "almost the SFT model" : "between reward and SFT model";
  }

  // Reward against KL for every beta: all that can be had, and where this one stands.
  function curve({ line, reward, kl, before }, x, y, width, height) {
    const far = Math.max(...line.map(each => each.kl), 0.1);
    const [low, high] = [before, Math.max(...line.map(each => each.reward), before + 0.1)];
    const at = each => [x + width * each.kl / far, y + height * (1 - (each.reward - low) / (high - low))];
    const path = line.map(each => at(each).map(number => number.toFixed(1)).join(" ")).join("L");
    const [cx, cy] = at({ reward, kl });
    return [
      draw("path", { class: "axis", d: `M${x} ${y}V${y + height}H${x + width}` }),
      draw("path", { class: "curve", d: `M${path}` }),
      draw("circle", { class: "dot", cx, cy, r: 7 }),
      text(x + width, y + height + 22, ["KL from ", ...sft(), draw("tspan", { dy: -5 }, " \u2192")], "end muted"),
      text(x + 8, y + 14, "\u2191 expected reward", "muted"),
      text(x + width - 8, y + height - 16, gained({ reward, kl }), "end strong"),
    ];
  }

  function wide(result) {
    const row = Math.min(66, 320 / result.answers.length);
    const below = 44 + row * result.answers.length + 40;
    return drawing(860, 560,
      text(0, 20, `\u03b2 = ${result.beta}: ${meaning(result)}`, "strong"),
      text(860, 20, "reward r", "end muted"),
      result.answers.map((answer, index) => draw("g", {},
        text(0, 44 + index * row + row - 22, answer),
        text(860, 44 + index * row + row - 22, fixed(result.rewards[index], 1), "end"))),
      rows(result, 44, row, 270, 440),
      draw("rect", { class: "bar", x: 270, y: below - 30, width: 22, height: 14, rx: 3 }),
      text(300, below - 17, "best policy", "muted"),
      draw("rect", { class: "before", x: 440, y: below - 27, width: 22, height: 7, rx: 2 }),
      text(470, below - 17, sft(), "muted"),
      curve(result, 20, below + 4, 830, 530 - below));
  }

  function narrow(result) {
    const row = 44;
    return drawing(440, 44 + row * result.answers.length,
      text(0, 20, `\u03b2 = ${result.beta}: reward ${fixed(result.reward, 2)}, KL ${fixed(result.kl, 2)}`, "strong"),
      result.answers.map((answer, index) => draw("g", {},
        text(0, 34 + index * row + row - 22, answer),
        text(190, 34 + index * row + row - 22, fixed(result.rewards[index], 1), "end muted"))),
      rows(result, 34, row, 202, 170));
  }

  explorable("policy", {
    title: "How far from the SFT model?",
    parameters: {
      answers: { kind: "texts" },
      shares: { kind: "numbers" },
      rewards: { kind: "numbers", least: -10, most: 10 },
      beta: { kind: "number", least: LEAST, most: MOST, value: 1 },
    },
    controls: () => [
      {
        kind: "range", name: "beta", label: "\u03b2", least: LEAST, most: MOST, factors: true,
        marks: [{ value: 0.02, label: "0.02, as for InstructGPT" }, { value: 0.5, label: "0.5" }, { value: 2, label: "2, 100 times that" }],
      },
    ],
    start, compute, picture,
    say: result => `beta ${result.beta}: ${gained(result)}; ${
      result.answers.map((answer, index) => `${answer} ${percent(result.policy[index])}`).join(", ")}`,
  });
})();
