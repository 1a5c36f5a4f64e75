"""Quantities, names and references in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.numbers.quantities import Bound, Quantity, read

SIGNS = {Bound.NONE: "", Bound.OVER: ">", Bound.UNDER: "<", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}
CHANGES = {-1: " fewer", 0: "", 1: " more"}


def shown(text: str) -> str:
    """Give all that a text has, in short: `~>85..90±3 % fewer` is a quantity, `@gpt-3` a mention."""
    reading = read(text)
    mentions = (f"@{key}" for mention in reading.mentions for key in mention.keys)
    return "; ".join((*map(in_short, reading.quantities), *mentions))


def in_short(quantity: Quantity) -> str:
    """Give a quantity in short."""
    value = f"{quantity.value:.3f}" if quantity.unit == "part" else f"{quantity.value.normalize():f}"
    high = "" if quantity.high is None else f"..{quantity.high.normalize():f}"
    tolerance = "" if quantity.tolerance is None else f"±{quantity.tolerance}"
    what = f" {quantity.unit}" if quantity.unit else f" ({quantity.noun})" if quantity.noun else ""
    signs = ("~" if quantity.about else "") + SIGNS[quantity.bound]
    return f"{signs}{value}{high}{tolerance}{what}{CHANGES[quantity.direction]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("85%", "85 %"),
        ("more than 2 better than before", ">2"),
        ("85 %", "85 %"),
        ("85\xa0%", "85 %"),
        ("85 percent", "85 %"),
        ("85 per cent", "85 %"),
        ("85 percentage points", "85 pp"),
        ("2 pp", "2 pp"),
        ("85 ± 3%", "85±3 %"),
        ("85 ±3 %", "85±3 %"),
        ("85% ± 3%", "85±3 %"),
        ("85 +/- 3%", "85±3 %"),
        ("41 minutes later (± 6)", "41±6 (minutes)"),
        ("41 min later, ±6", "41±6 (min)"),
        ("2 groups differ by ±3", "2 (groups); 3"),
        ("95% CI [9, 15]", "95 %; 9..15"),
        ("[-2.1; 0.8]", "-2.1..0.8"),
        ("(9, 15)", "9; 15"),
        ("85 percent of the time, plus or minus 3", "85±3 %"),
        ("71, plus or minus 4.", "71±4"),
        ("71 plus or minus 4 percent", "71±4 %"),
        ("72.6 ± 1.5% of the time", "72.6±1.5 %"),
        ("0.781", "0.781"),
        (".5", "0.5"),
        ("12,725", "12725"),
        ("12725", "12725"),
        ("1,234,567.5", "1234567.5"),
        ("12,725 prompts", "12725 (prompts)"),
        ("85,3 %", "85.3 %"),
        ("3\u202f640 tokens", "3640 (tokens)"),
        ("13k", "13000"),
        ("about 13k prompts", "~13000 (prompts)"),
        ("1.3B and 175B", "1300000000; 175000000000"),
        ("6B", "6000000000"),
        ("256k episodes", "256000 (episodes)"),
        ("175b", "175000000000"),
        ("5 million", "5000000"),
        ("5M users", "5000000 (users)"),
        ("2 thousand", "2000"),
        ("1.3 billion parameters", "1300000000 (parameters)"),
        ("100x", "100 x"),
        ("100×", "100 x"),
        ("100x fewer parameters", "100 x fewer"),
        ("over 100x fewer parameters", ">100 x fewer"),
        ("a 100x model size increase", "100 x more"),
        ("100 times the default", "100 x"),
        ("8 times more examples", "8 x more"),
        ("three times", "3 x"),
        ("tenfold", "10 x"),
        ("two-fold", "2 x"),
        ("10-fold", "10 x"),
        ("twice as often", "2 x"),
        ("about twice as often", "~2 x"),
        ("double", "2 x"),
        ("doubles the training time", "2 x"),
        ("tripled", "3 x"),
        ("half as often", "0.500 part"),
        ("about half", "~0.500 part"),
        ("almost half", "~<0.500 part"),
        ("halved", "0.500 part"),
        ("one third", "0.333 part"),
        ("a third of them", "0.333 part"),
        ("a third kind", ""),
        ("two thirds", "0.667 part"),
        ("three-fourths of an ounce", "0.750 part"),
        ("a quarter of it", "0.250 part"),
        ("two", "2"),
        ("twenty", "20"),
        ("twenty-one", "21"),
        ("thirty-six pairs", "36 (pairs)"),
        ("ninety-nine", "99"),
        ("a hundred", "100"),
        ("a hundred times larger", "100 x more"),
        ("a thousand times", "1000 x"),
        ("two hundred", "200"),
        ("a dozen", "12"),
        ("two million", "2000000"),
        ("one", ""),
        ("zero", ""),
        ("first", ""),
        ("the third step", ""),
        ("someone, often, twofold", "2 x"),
        ("four to nine responses", "4..9 (responses)"),
        ("4 to 9", "4..9"),
        ("4-9", "4..9"),
        ("4–9%", "4..9 %"),
        ("4 – 9", "4..9"),
        ("between 4 and 9", "4..9"),
        ("between about 4 and 9", "~4..9"),
        ("4 and 9", "4; 9"),
        ("from 1.3B to 175B", "1300000000..175000000000"),
        ("5-10 million", "5000000..10000000"),
        ("15.23 - 13.08", "15.23; 13.08"),
        ("~40 contractors", "~40 (contractors)"),
        ("≈ 0.02", "~0.02"),
        ("about 40", "~40"),
        ("around 40", "~40"),
        ("some 40", "~40"),
        ("roughly 12,000", "~12000"),
        ("nearly 41%", "~<41 %"),
        ("almost 30%", "~<30 %"),
        ("up to 6", "≤6"),
        ("at least 3", "≥3"),
        ("at most 7 epochs", "≤7 (epochs)"),
        ("more than 3,000", ">3000"),
        ("less than 2%", "<2 %"),
        ("under two percent", "<2 %"),
        ("less than $5 each", "<5"),
        ("about €12", "~12"),
        ("down by 12%", "12 % fewer"),
        ("over 96% English", ">96 %"),
        ("just over 50%", "~>50 %"),
        ("> 0.5", ">0.5"),
        ("< 5", "<5"),
        ("25% fewer toxic outputs", "25 % fewer"),
        ("25% more", "25 % more"),
        ("25 percent less toxicity", "25 % fewer"),
        ("reduced by 25%", "25 % fewer"),
        ("an increase of about 10%", "~10 % more"),
        ("fell by 3 points", "3 (points) fewer"),
        ("-0.3", "-0.3"),
        ("−0.5", "-0.5"),
        ("(-4)", "-4"),
        ("+3", "3"),
        ("10^6 tokens", "1000000 (tokens)"),
        ("10^{6}", "1000000"),
        ("3 × 10^{-4}", "0.0003"),
        ("10⁶", "1000000"),
        ("1e-4", "0.0001"),
        ("6/7", "0.8571428571428571428571428571"),
        ("petaflops/s-days", ""),
        ("4.9 petaflops/s-days", "4.9 petaflop/s-day"),
        ("60 petaflop/s-days", "60 petaflop/s-day"),
        ("5kg", "5 kg"),
        ("at 6 p.m. on", "6 pm"),
        ("6pm and 4 AM", "6 pm; 4 am"),
        ("100 ms", "100 (ms)"),
        ("100ms", "100 ms"),
        ("4th", ""),
        ("the 21st century", ""),
        ("the 95th percentile", "95 th"),
        ("on the 12th of March", ""),
        ("12th March 2019", "@2019-03-12"),
        ("open 24/7", ""),
        ("a 3D plot", ""),
        ("Question 1: who wrote it?", ""),
        ("Lesson 3 – measure", ""),
        ("Result 2.5: more", "2.5"),
        ("in case 3 models fail", "3 (models)"),
        ("16-bit", "16 (bit)"),
        ("the 1980s", "1980 s"),
        ("in 2022", "2022"),
        ("(Zellers et al., 2019)", "2019"),
        ("March 4, 2022", "@2022-03-04"),
        ("4 March 2022", "@2022-03-04"),
        ("4 Mar 2022", "@2022-03-04"),
        ("March 2022", "@2022-03"),
        ("2022-03-04", "@2022-03-04"),
        ("GPT-3", "@gpt-3"),
        ("GPT-3.5's", "@gpt-3.5"),
        ("T0, SQuADv2 (F1)", "@t0; @squadv2; @f1"),
        ("1.3B GPT-3", "1300000000; @gpt-3"),
        ("arXiv:2203.02155v1", "@arxiv:2203.02155v1"),
        ("v1.2.3", "@v1.2.3"),
        ("1.2.3", "@1.2.3"),
        ("2x2 grid", "@2x2"),
        ("5c0534c", "@5c0534c"),
        ("Section 4.2, 85% of", "85 %; @section 4.2"),
        ("Sections 1 and 4.3", "@section 1; @section 4.3"),
        ("Section 4.2", "@section 4.2"),
        ("Sec. 3", "@section 3"),
        ("§ 3.5", "@section 3.5"),
        ("Table 14", "@table 14"),
        ("Tables 6 and 9", "@table 6; @table 9"),
        ("Table 6 has 12,725", "12725; @table 6"),
        ("Figure 34", "@figure 34"),
        ("Fig. 2", "@figure 2"),
        ("Eq. 1", "@equation 1"),
        ("Equation 1", "@equation 1"),
        ("Appendix C.4", "@appendix c.4"),
        ("Appendix E.6, Figure 34", "@appendix e.6; @figure 34"),
        ("p. 3", "@page 3"),
        ("pp. 3-4", "@page 3; @page 4"),
        ("pages 27730-27744", "@page 27730; @page 27744"),
        ("Step 1: SFT", "@step 1"),
        ("step two", "@step 2"),
        ("Steps 2 and 3", "@step 2; @step 3"),
        ("Step 1 of 3", "3; @step 1"),
        ("Slide 4", "@slide 4"),
        ("Student 2", "@student 2"),
        ("in this section 3 models", "@section 3"),
        ("(1) a dataset", ""),
        ("see https://example.org/3 and a@b3.org", ""),
        ("10:30", "630"),
        ("SQuADv2 69.93 (69.75)", "69.93; 69.75; @squadv2"),
        ("K = 4 to K = 9", "4; 9"),
        ("¾ of all", "0.750 part"),
        ("about ½ of them", "~0.500 part"),
        ("cut by 7½ points", "7.5 (points) fewer"),
        ("⅞ of it", "0.875"),
        ("⑦③ points", "73 (points)"),
        ("⑺⑶ points", "73 (points)"),
        ("⒎", "7"),
        ("⓻❸ points", "73 (points)"),
        ("rose ⑦", "7"),
        ("① collect ② compare", ""),
        ("⁷³ %", "73 %"),
        ("accuracy⁷³%", "73 %"),
        ("rose ⁷³ points", "73 (points)"),
        ("rose ₇₃ points", "73 (points)"),
        ("models.² They", ""),
        ("¹ See the appendix", ""),
        ("CO₂ in m³ s⁻¹ and x₁₂", ""),
        ("10⁶ of 5 m²", "1000000; 5 (m²)"),
        ("by ⅬⅩⅩⅢ points", "73 (points)"),
        ("a type Ⅱ error in World War Ⅱ", ""),
        ("sеventy-thrее points", "73 (points)"),
        ("twіce as gооd, 5 mіllion реrcеnt", "2 x; 5000000 %"),
        ("ｓｅｖｅｎ models", "7 (models)"),
        ("sev\u200benty points", "70 (points)"),
        ("7\u20603 points", "73 (points)"),
        ("семь из девяти, τρία", ""),
        ("no numbers here", ""),
        ("99999999999999999999999999999999999999999999999", "100000000000000000000000000000000000000000000000"),
    ],
)
def test_reading(text: str, expected: str) -> None:
    """A text has these quantities and mentions, and no others."""
    assert expected == shown(text)


def test_places() -> None:
    """A quantity knows where it stands and how it is written, its sign, unit and ± included."""
    text = "They prefer it 85 ± 3% of the time, not −4."

    first, second = read(text).quantities

    assert ("85 ± 3%", 15) == (first.text, first.start)
    assert ("−4", text.index("−")) == (second.text, second.start)


def test_places_of_other_signs() -> None:
    """A number in other signs stands where it is written, as it is written."""
    text = "Of 12 gains ¾ were ⑦③ points, or sеventy-thrее."

    found = read(text).quantities

    assert ["12", "¾", "⑦③", "sеventy-thrее"] == [each.text for each in found]
    assert [text.index(each.text) for each in found] == [each.start for each in found]


def test_words_of_another_language() -> None:
    """Numbers in English words are no quantities where the deck is in another language."""
    assert [] == [each.text for each in read("ten six double", words=False).quantities]
    assert ["12"] == [each.text for each in read("12 ten", words=False).quantities]


@given(st.text(st.sampled_from("0123456789.,-–±%xkMB/^:{}()~≈ \n½²٣GgTtwohalfenSctind×")))
def test_any_text_can_be_read(text: str) -> None:
    """No text raises, and every quantity stands where it says."""
    for quantity in read(text).quantities:
        assert quantity.text == text[quantity.start : quantity.end].strip()


@given(st.text())
def test_any_unicode_can_be_read(text: str) -> None:
    """No text raises."""
    assert read(text) == read(text)


@given(st.integers(0, 10**9), st.sampled_from(("", "%", " percent", "x", "k", " models")))
def test_a_whole_number_is_read(number: int, unit: str) -> None:
    """Each number of a plain sentence is one quantity with its value."""
    (found,) = read(f"The authors report that {number}{unit} were seen.").quantities

    assert number * (1000 if unit == "k" else 1) == found.value
