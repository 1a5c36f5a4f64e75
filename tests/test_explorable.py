"""Explorables at build time: their numbers against a computation of our own, and their pictures."""

from __future__ import annotations

import itertools
import json
import math
import re
from fractions import Fraction

import pytest

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location
from instructdeck.pictures.svg import Element, walk
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.engine import Engine
from instructdeck.typeset.explorable import CODE, HOST, ExplorableError, Explored, explore
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT

TEMPLATES = Templates((shipped(),))
TYPESETTER = Typesetter(TEMPLATES)
HERE = Location("a.md")
ANSWERS = ["a", "b", "c", "d", "e"]
SHARES = [0.34, 0.28, 0.03, 0.15, 0.2]
REWARDS = [1.0, 0.7, 2.0, -1.0, -0.3]
POLICY = {"answers": ANSWERS, "shares": SHARES, "rewards": REWARDS}


def engine(name: str) -> Engine:
    """Give the engine that runs one script."""
    return Engine((TEMPLATES.path(HOST), TEMPLATES.path(f"explorables/{name}.js"), CODE))


def computed(name: str, parameters: dict[str, object], *changes: tuple[str, object]) -> dict[str, list[float] | float]:
    """Give what a script computes, after some controls were moved."""
    found: dict[str, list[float] | float] = engine(name).call("computed", name, parameters, changes)
    return found


def near(expected: object, found: object) -> bool:
    """Tell whether two numbers, or two lists of numbers, are the same but for the last digits."""
    return bool(found == pytest.approx(expected, rel=1e-9, abs=1e-9))


# --- ranking --------------------------------------------------------------------------------------


def loss(rewards: list[float]) -> float:
    """Give Eq. 1 for one ranking, the best answer first, as it is written in the paper."""
    pairs = list(itertools.combinations(rewards, 2))
    assert len(pairs) == math.comb(len(rewards), 2)
    return -math.fsum(math.log(1 / (1 + math.exp(-(winner - loser)))) for winner, loser in pairs) / len(pairs)


def descended(rewards: list[float], steps: int) -> list[float]:
    """Give the rewards after some steps along the slope of the loss, which is measured and not derived."""
    for _ in range(steps):
        slope = []
        for index in range(len(rewards)):
            moved = [loss([each + way * 1e-5 * (at == index) for at, each in enumerate(rewards)]) for way in (1, -1)]
            slope.append((moved[0] - moved[1]) / 2e-5)
        rewards = [each - down for each, down in zip(rewards, slope, strict=True)]
    return rewards


@pytest.mark.parametrize("answers", range(4, 10))
def test_rewards_are_fitted(answers: int) -> None:
    """The rewards of each K are those of gradient descent on Eq. 1; loss and chances follow from them."""
    found = computed("ranking", {"answers": answers}, ("step", 20))
    expected = descended([0.0] * answers, 20)

    assert found["rewards"] == pytest.approx(expected, abs=1e-7)
    assert near(loss(found["rewards"]), found["loss"])  # type: ignore[arg-type]  # a list
    assert math.comb(answers, 2) == len(found["pairs"])  # type: ignore[arg-type]
    for pair in found["pairs"]:  # type: ignore[union-attr]
        gap = found["rewards"][pair["winner"]] - found["rewards"][pair["loser"]]  # type: ignore[index]
        assert near(1 / (1 + math.exp(-gap)), pair["sigma"])  # type: ignore[index]


@pytest.mark.parametrize("answers", [4, 9])
def test_the_loss_falls(answers: int) -> None:
    """The loss starts at the logarithm of 2 and falls at every step; the rewards always add up to 0."""
    found = computed("ranking", {"answers": answers})
    losses = found["losses"]
    assert isinstance(losses, list)

    assert near(math.log(2), losses[0])
    assert all(later < earlier for earlier, later in itertools.pairwise(losses))
    assert near(0, math.fsum(found["rewards"]))  # type: ignore[arg-type]


def test_first_step_exactly() -> None:
    """From equal rewards, one step gives each answer half of its wins minus its losses over all pairs."""
    found = computed("ranking", {"answers": 5}, ("step", 1))
    expected = [Fraction((5 - 1 - rank) - rank, 2 * math.comb(5, 2)) for rank in range(5)]

    assert near([float(each) for each in expected], found["rewards"])


def test_another_order_goes_on_from_the_rewards() -> None:
    """After a change of the order the fit starts from the rewards that each answer had, which now fit worse."""
    before = computed("ranking", {"answers": 4})
    after = computed("ranking", {"answers": 4}, ("order", [1, 0, 2, 3]))
    rewards = before["rewards"]
    assert isinstance(rewards, list)
    expected = [rewards[1], rewards[0], *rewards[2:]]

    assert near(expected, after["rewards"])
    assert near(loss(expected), after["loss"])
    assert after["loss"] > before["loss"]  # type: ignore[operator]
    assert after["losses"][-1] < after["loss"]  # type: ignore[index, operator]


# --- policy ---------------------------------------------------------------------------------------


def objective(policy: list[float], beta: float) -> tuple[float, float, float]:
    """Give what is maximised, the expected reward, and the KL from the shares."""
    reward = math.fsum(p * r for p, r in zip(policy, REWARDS, strict=True))
    kl = math.fsum(p * math.log(p / s) for p, s in zip(policy, SHARES, strict=True) if p > 0)
    return reward - beta * kl, reward, kl


@pytest.mark.parametrize("beta", [0.01, 0.02, 0.1, 0.5, 1, 2, 10])
def test_policy_is_the_best(beta: float) -> None:
    """The policy adds up to 1, its reward and KL are its own, and no small move of probability makes it better."""
    found = computed("policy", {**POLICY, "beta": beta})
    policy = found["policy"]
    assert isinstance(policy, list)
    best, reward, kl = objective(policy, beta)

    assert near(1, math.fsum(policy))
    assert near([reward, kl], [found["reward"], found["kl"]])
    for giver, taker in itertools.permutations(range(5), 2):
        moved = list(policy)
        part = moved[giver] / 100
        moved[giver], moved[taker] = moved[giver] - part, moved[taker] + part
        assert objective(moved, beta)[0] <= best + 1e-12


@pytest.mark.parametrize("beta", [0.5, 1, 2])
def test_policy_in_closed_form(beta: float) -> None:
    """The best value of the objective is beta times the logarithm of Z, another form of the same optimum."""
    found = computed("policy", {**POLICY, "beta": beta})
    z = math.fsum(s * math.exp(r / beta) for s, r in zip(SHARES, REWARDS, strict=True))

    assert near(beta * math.log(z), found["reward"] - beta * found["kl"])  # type: ignore[operator]


def test_what_beta_means() -> None:
    """At 0.02 the answer with the highest reward has nearly everything; at 2 the policy is near the SFT model."""
    greedy, tame = (computed("policy", {**POLICY, "beta": beta}) for beta in (0.02, 2))

    assert greedy["policy"][2] > 0.999  # type: ignore[index]
    assert near(-math.log(0.03), greedy["kl"])
    assert 0 < tame["kl"] < 0.15  # type: ignore[operator]


# --- pictures -------------------------------------------------------------------------------------


def node(name: str, **values: str | list[str]) -> b.Explorable:
    """Give an explorable as an author wrote it."""
    parameters = tuple(
        b.Parameter(key, tuple(value) if isinstance(value, list) else (value,), isinstance(value, list), HERE, HERE)
        for key, value in values.items()
    )
    return b.Explorable(HERE, name, HERE, "What it shows.", "", parameters)


def pictures(name: str, **values: str | list[str]) -> tuple[Element, Element]:
    """Give the two pictures of an explorable that must be right."""
    found = TYPESETTER.explorable(node(name, **values))
    assert isinstance(found, Explored), found
    return found.wide, found.narrow


LISTS: dict[str, str | list[str]] = {
    "answers": ANSWERS,
    "shares": [str(each) for each in SHARES],
    "rewards": [str(each) for each in REWARDS],
}
SHOWN: list[tuple[str, dict[str, str | list[str]]]] = [
    *[("ranking", dict[str, str | list[str]](answers=str(answers))) for answers in range(4, 10)],
    *[("policy", LISTS | {"beta": beta}) for beta in ("0.01", "10")],
]


@pytest.mark.parametrize(("name", "values"), SHOWN)
def test_pictures(name: str, values: dict[str, str | list[str]]) -> None:
    """Both pictures have a frame, words of at least 20 pixels but for indices, no id, no style and no address."""
    for root in pictures(name, **values):
        width, height = (float(each) for each in root.attributes["viewBox"].split()[2:])
        texts = [each for each in walk(root) if each.name == "text"]
        assert texts
        for each in walk(root):
            assert not {"id", "style", "href"} & set(each.attributes)
            assert "NaN" not in " ".join(each.attributes.values())
            assert each.name == "tspan" or "font-size" not in each.attributes
        for each in texts:
            assert 0 <= float(each.attributes["x"]) <= width
            assert 0 <= float(each.attributes["y"]) <= height + 2


def test_same_bytes() -> None:
    """The same values give the same picture, in whatever engine."""
    values: dict[str, object] = {"answers": 6}
    texts = [json.dumps(engine("ranking").call("pictured", "ranking", values)) for _ in range(2)]

    assert texts[0] == texts[1]
    assert not re.search(r"\d\.\d{4}", texts[0])


def test_words_of_an_author() -> None:
    """An author's words are words in the picture, whatever signs they hold; too long ones are an error."""
    names = ["<script>", "a\"b'c &lt;"]
    wide, _ = pictures("policy", answers=names, shares=["1", "1"], rewards=["0", "1"])
    words = [child for each in walk(wide) if each.name == "text" for child in each.children]

    assert all(name in words for name in names)
    assert isinstance(
        TYPESETTER.explorable(node("policy", answers=["a" * 15, "b"], shares=["1", "1"], rewards=["0", "1"])), tuple
    )


def test_a_script_that_fails() -> None:
    """A script of a project that fails is an error of its explorable, and no exception."""
    answer = explore(Engine((TEMPLATES.path(HOST), CODE)), node("none"))

    assert isinstance(answer, tuple)
    assert isinstance(answer[0], ExplorableError)


@pytest.mark.parametrize("value", ["", "x", "9" * 400, "1e999", "-4", "\uff14", "4.5", "\ud800", "nan", "Infinity"])
def test_any_value(value: str) -> None:
    """Whatever an author writes as a number, it is one within the bounds or an error."""
    assert isinstance(TYPESETTER.explorable(node("ranking", answers=value)), tuple)
    assert isinstance(TYPESETTER.explorable(node("policy", answers=[value, value], shares=[value, "1"])), tuple)


def test_the_manual_lists_them() -> None:
    """The manual has a part for each explorable, with each of its parameters."""
    manual = (ROOT / "docs/explorables.md").read_text(encoding="utf-8")
    for name in TYPESETTER.explorables:
        part = manual.partition(f"### {name}\n")[2].partition("\n#")[0]
        declared = engine(name).call("declared", name)
        assert list(declared) == re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
