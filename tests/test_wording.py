"""The same words, whatever their typography; and no others, however near they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.verify.typography import typed
from instructdeck.verify.wording import Reading


def rung(printed: str, said: str) -> str:
    """Give the rung that a quote is found on; nothing where it is not."""
    place = next(Reading((typed(printed),)).find(said), None)
    return place.rung.value if place else ""


@pytest.mark.parametrize(
    ("printed", "said", "expected"),
    [
        ("It was seen by all.", "It was seen by all.", "exact"),
        ("It was  seen\nby all.", "It was seen by all.", "white space"),
        ("It was “seen” by ‘all’.", "It was \"seen\" by 'all'.", "typography"),
        ("It was ``seen'' by all.", "It was “seen” by all.", "typography"),
        ("They said “we saw ‘it’ there”.", "They said 'we saw \"it\" there'.", "typography"),
        ("A range of 3–5 and −7.", "A range of 3-5 and -7.", "typography"),
        ("It ended — at last.", "It ended—at last.", "typography"),
        ("It ended -- at last.", "It ended – at last.", "typography"),
        ("a range of 3–\n5 days", "a range of 3–5 days", "typography"),
        ("the and/\nor case", "the and/or case", "typography"),
        ("a value of 85 ± 3% here", "a value of 85±3 % here", "white space"),
        ("The labelers agree.", "the labelers agree.", "letter case"),
        ("so the labelers agree.", "The labelers agree.", "letter case"),
        ("A labeler agrees.", "a labeler agrees.", "letter case"),
        ("ADDITIONAL DETAILS OF TRAINING", "Additional details of training", "letter case"),
        ("It ended… and then", "It ended... and then", "typography"),
        ("a co\u00adoper\u00adation here", "a cooperation here", "typography"),
        ("5 µm wide", "5 μm wide", "typography"),
        ("where 𝑥 and 𝒚 meet", "where x and y meet", "typography"),
        ("العـــربية هنا", "العربية هنا", "typography"),
        ("10² people came", "10^2 people came", "exact"),
        ("10^{-6} of them", "10⁻⁶ of them", "exact"),
        ("我们发现模型没有改善结果。", "我们发现模型没有改善结果", "exact"),
        ("我们发现模型没有改善结果。", "模型没有改善结果", "exact"),
        ("Wow 👍 it works", "Wow 👍 it works", "exact"),
    ],
)
def test_same_words(printed: str, said: str, expected: str) -> None:
    """Layout and typography are undone, and what was undone is said."""
    assert expected == rung(printed, said)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        # words
        ("We are not able to say.", "We are notable to say."),
        ("It is nowhere.", "It is now here."),
        ("It is its end.", "It is it's end."),
        ("They can't say so.", "They cant say so."),
        ("The well-known case.", "The well known case."),
        ("We recover it.", "We re-cover it."),
        ("Let us eat, grandma.", "Let us eat grandma."),
        ("It is the “tax” here.", "It is the tax here."),
        ("Is it true? We say so.", "Is it true. We say so."),
        # case
        ("The US is here.", "The us is here."),
        ("It was in May then.", "It was in may then."),
        ("US is here.", "us is here."),
        ("K is a constant.", "k is a constant."),
        ("A power of 5 mW came.", "A power of 5 MW came."),
        ("SQuAD is used.", "Squad is used."),
        ("WIFI is on there", "WIﬁ is on there"),
        ("UN US EU", "un us eu"),
        # numbers
        ("a value of 1.5 here", "a value of 15 here"),
        ("a value of 1.5 here", "a value of 1,5 here"),
        ("the values 1, 5 here", "the values 1,5 here"),
        ("a range of 3–5 here", "a range of 3 - 5 here"),
        ("a loss of −5 here", "a loss of 5 here"),
        ("a loss of - 5 here", "a loss-5 here"),
        ("about 10² people", "about 102 people"),
        ("about 10² people", "about 10 2 people"),
        ("about 102 people", "about 10² people"),
        ("a rate of 5% now", "a rate of 5 now"),
        ("a rate of 5% now", "a rate of 5‰ now"),
        ("a cost of $5 now", "a cost of €5 now"),
        ("p < 0.05 holds", "p > 0.05 holds"),
        ("p < 0.05 holds", "p ≤ 0.05 holds"),
        # scripts
        ("The model is aligned.", "The mоdel is aligned."),
        ("The model is aligned.", "Τhe model is aligned."),
        ("the naïve case", "the naive case"),
        ("मैं कि हूँ यहाँ", "मैं की हूँ यहाँ"),
        ("शब्दों का अर्थ", "शब्द का अर्थ"),
        ("כֹּל הבא לכאן", "כַּל הבא לכאן"),
        ("العَرَب هنا", "العُرَب هنا"),
        ("Wow 👍 it works", "Wow 👎 it works"),
        ("我们没有改善结果", "我们有改善结果"),
    ],
)
def test_other_words(printed: str, said: str) -> None:
    """A changed word, mark, number or sign is never the same."""
    assert not rung(printed, said)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        # behind a negation
        ("It is not significant at all.", "significant at all"),
        ("It is not always true there.", "true there"),
        ("It isn't true there.", "true there"),
        ("It isn’t really true there.", "true there"),
        ("It is no longer true there.", "true there"),
        ("It fails to improve the score.", "improve the score"),
        ("They were unable to reproduce it there.", "reproduce it there"),
        ("They did so without any supervision there.", "supervision there"),
        ("None of the models agreed there.", "models agreed there"),
        ("Few labelers agreed on it.", "labelers agreed on it"),
        ("Das ist nicht immer so gewesen.", "so gewesen"),
        ("Ce n'est pas toujours vrai.", "toujours vrai"),
        ("模型没有改善", "有改善"),
        ("It is not “good” at all.", "“good” at all"),
        # before one
        ("We do not claim that.", "We do"),
        ("This cannot be so.", "This"),
        ("This can't be so.", "This can"),
        ("The models are hardly better.", "The models are"),
        ("Wir glauben nicht daran.", "Wir glauben"),
        # within a word or number
        ("A nonlinear thing.", "linear thing"),
        ("A non-linear thing.", "linear thing"),
        ("An un\u00adsafe thing.", "safe thing"),
        ("An un-\nsafe thing.", "safe thing"),
        ("The unsafe models.", "The unsafe model"),
        ("at 5 km/h there", "at 5 km"),
        ("We saw 1,500 of them.", "500 of them"),
        ("We saw 1 500 of them.", "500 of them"),
        ("We saw 1,500 of them.", "We saw 1"),
        ("We saw 1.5 of them.", "We saw 1."),
        ("from 3–5 points", "–5 points"),
        ("from 3–5 points", "5 points"),
        ("a score of 3.5 points", ".5 points"),
        ("loses −5 points", "5 points"),
        ("loses − 5 points", "5 points"),
        ("about 10⁻⁶ of them", "about 10"),
        ("about 3 × 10 of them", "10 of them"),
        ("2–3 of 5", "2"),
        # before a unit, behind what bounds a number
        ("it has 1.3B parameters", "it has 1.3"),
        ("it has 13 k prompts", "it has 13"),
        ("it has 13 million prompts", "it has 13"),
        ("it rose by 5 % there", "it rose by 5"),
        ("it rose by 5 percentage points", "it rose by 5"),
        ("it took 4.9 petaflops/s-days", "it took 4.9"),
        ("it was 85 ± 3 there", "it was 85"),
        ("it was 85 ± 3 there", "it was 85 ±"),
        ("it was 85 ± 3 there", "3 there"),
        ("from 3 to 5 points", "from 3"),
        ("less than 5 points", "5 points"),
        ("at most 5 points", "5 points"),
        ("about $5 each", "5 each"),
        ("हिन्दी में", "हिन्द"),
    ],
)
def test_cut_words(printed: str, said: str) -> None:
    """A quote is refused that leaves a part of a word, a number or a *not* outside."""
    assert not rung(printed, said)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("The loss was large. No other was seen.", "The loss was large."),
        ("The loss was large. Not one was small.", "The loss was large"),
        ("He said no. The loss was large.", "The loss was large."),
        ("It is a few labelers that agree.", "labelers that agree"),
        ("We saw it in 2020. It ended.", "We saw it in 2020"),
        ("It ended – 5 of us stayed.", "5 of us stayed."),
        ("(see above) 5 of us stayed", "5 of us stayed"),
        ("It was 12:30. All went home.", "All went home."),
        ("the model's outputs are", "outputs are"),
        ("avant l'ébullition de l'eau", "ébullition de l'eau"),
        ("see “the tax” there", "the tax"),
        ("see the tax.", "see the tax"),
        ("a few-shot prompt", "a few-shot prompt"),
        ("f(x) is small", "f(x) is small"),
        ("we use $5 bills", "$5 bills"),
        ("it lost −5 points", "−5 points"),
    ],
)
def test_fair_edges(printed: str, said: str) -> None:
    """A quote may begin and end at whole words, and next to another sentence."""
    assert rung(printed, said)


def test_every_place_is_found() -> None:
    """A short word is found wherever it stands as a word, with its page."""
    reading = Reading(("a cat and a bat", "at a stand", "banana"))

    assert [0, 0, 1] == [reading.page_at(place.start) for place in reading.find("a")]


def test_a_word_of_many_places_is_found_at_the_end() -> None:
    """The letters of a short word stand in thousands of others before it."""
    reading = Reading(("normal performance " * 5000, "the RM is"))

    assert [1] == [reading.page_at(place.start) for place in reading.find("RM")]


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text(printed: str, said: str) -> None:
    """No text breaks the search, and what is found holds the letters that were looked for."""
    for place in Reading((printed, printed)).places(said):
        assert 0 <= place.start < place.end <= 2 * len(printed) + 1


@given(st.text(alphabet="ab 1.,-−'’\n\u00adé²", max_size=40))
def test_a_text_is_found_in_itself(text: str) -> None:
    """A whole text is a true quote of itself."""
    assert rung(f"so {text} end", f"so {text} end")
