"""What a quote is found through: the layout of a page in every kind of file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from instructdeck.verify.papers import file_stem
from lookup import look_up, opened, rung, said
from printer import Piece, print_pdf
from typesetting import Style, print_article

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from instructdeck.verify.edition import Edition

PROSE = """\
The kettle was filled with clean water and set upon the stove, which had been lit an hour before by one of the two
students. Nobody watched it while the first of them wrote down the time, and nobody spoke. The well-known effect of
patience was not looked for. After nine minutes the lid began to move and a fine steam rose from the spout of it.
"""
HTML = """\
<head><title>We do</title><style>p {}</style></head><p>We do <b>not</b> claim that watching
has &ldquo;no&rdquo; effect<sup>1</sup>, as in 10<sup>-6</sup> cases.<script>claim()</script></p>
"""


def pdf(tmp_path: Path, *pages: list[Piece], glyphs: dict[str, str] | None = None, labels: str = "") -> Edition:
    """Give a source with these pages."""
    paper = opened(tmp_path / "paper.pdf", print_pdf(pages, glyphs, labels))
    assert paper.paper.pages  # read now: the next one has the same name
    return paper


def lines(*texts: str, top: float = 700, left: float = 60, size: float = 10) -> list[Piece]:
    """Give lines below each other."""
    return [Piece(left, top - 12 * at, text, size) for at, text in enumerate(texts)]


def test_exact(tmp_path: Path) -> None:
    """Words on one line are found as they are."""
    paper = pdf(tmp_path, lines("The kettle was filled with clean water."))

    assert rung(paper, "was filled with clean water") == "exact"


def test_line_ends_are_white_space(tmp_path: Path) -> None:
    """A quote runs over the ends of lines."""
    paper = pdf(tmp_path, lines("The kettle was filled", "with clean   water."))

    assert rung(paper, "was filled with clean water") == "white space"


@pytest.mark.parametrize("rows_first", [False, True])
def test_two_columns(tmp_path: Path, *, rows_first: bool) -> None:
    """A quote runs down its column and on to the next, however the file is written."""
    style = Style(columns=2, rows_first=rows_first, hyphens=False, lines=12)
    paper = opened(tmp_path / "paper.pdf", print_article(PROSE * 3, style))

    assert rung(paper, " ".join(PROSE.split())) == "white space"


def test_title_over_two_columns(tmp_path: Path) -> None:
    """What stands above two columns is read before them."""
    rows = [
        piece
        for at in range(12)
        for piece in (
            Piece(60, 640 - 12 * at, f"left {at} goes on below it"),
            Piece(330, 640 - 12 * at, f"right {at} goes on there too"),
        )
    ]
    paper = pdf(
        tmp_path, [Piece(60, 700, "A title that runs over the whole width of the page and both of its columns"), *rows]
    )

    assert rung(paper, "both of its columns left 0 goes on below it left 1") == "white space"
    assert rung(paper, "left 11 goes on below it right 0 goes on there too right 1") == "white space"


def test_ligatures(tmp_path: Path) -> None:
    """Ligatures are the letters that they stand for, as signs and as glyphs of a font."""
    paper = pdf(tmp_path, lines("The ﬁrst eﬀect is di★cult to ﬂee."), glyphs={"★": "ffi"})

    text = opened(tmp_path / "paper.txt", "The ﬁrst eﬀect is difficult to ﬂee.")

    # PDFium gives their letters.
    assert rung(paper, "The first effect is difficult to flee.") == "exact"
    assert rung(paper, "The ﬁrst eﬀect is difficult") == "typography"
    assert rung(text, "The first effect is difficult to flee.") == "typography"
    assert not rung(paper, "The fist effect is difficult")


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    """A hyphen at the end of a line belongs to the word or does not."""
    paper = pdf(tmp_path, lines("We con-", "tinued the well-", "known GPT-", "3 trial of US-", "led teams."))

    assert rung(paper, "We continued the well-known GPT-3 trial of US-led teams.") == "typography"
    assert not rung(paper, "We continued the well known GPT-3")
    assert not rung(paper, "the well-known GPT3 trial")
    assert not rung(paper, "trial of USled teams")


def test_compound_written_elsewhere(tmp_path: Path) -> None:
    """A word that the source writes with a hyphen keeps it where a line breaks there."""
    paper = pdf(tmp_path, lines("A two-sided test. The other two-", "sided test."))

    assert rung(paper, "The other two-sided test.") == "typography"
    assert not rung(paper, "The other twosided test.")


def test_head_and_number_in_a_sentence(tmp_path: Path) -> None:
    """A sentence goes on behind the number of its page and the head of the next, and keeps a number of its own."""
    style = Style(head="On kettles and their watchers    #", first=113, lines=4, hyphens=False)
    paper = opened(tmp_path / "paper.pdf", print_article(PROSE * 4, style))

    assert len(paper.paper.pages) > 3
    assert rung(paper, " ".join((PROSE * 2).split())) == "page furniture"


def test_number_alone_on_a_line_is_no_page_number(tmp_path: Path) -> None:
    """A number of a sentence stays, though it stands alone at the foot of a page."""
    paper = pdf(tmp_path, lines("The study was done by", "40"), lines("labelers in one year."))

    assert rung(paper, "was done by 40 labelers in one year") == "white space"
    assert not rung(paper, "was done by labelers in one year")


def test_footnotes(tmp_path: Path) -> None:
    """A sentence goes on behind a footnote and its mark, and what the note says can be quoted too."""
    notes = {1: "A note that says a little more about the stove.", 2: "A second note."}
    text = PROSE.replace("stove,", "stove,^1").replace("time,", "time^2,").replace("\n", " ") * 2
    paper = opened(tmp_path / "paper.pdf", print_article(text, Style(notes=notes, hyphens=False, lines=3)))

    assert rung(paper, " ".join(PROSE.split())) == "page furniture"
    assert rung(paper, "A note that says a little more about the stove.") == "exact"


def test_symbols_of_footnotes(tmp_path: Path) -> None:
    """A dagger or a star behind a word is no part of the sentence; behind a number it may say something."""
    paper = pdf(tmp_path, lines("The authors† agree that both* were right, with 0.05* as limit."))

    assert rung(paper, "The authors agree that both were right, with") == "page furniture"
    assert not rung(paper, "were right, with 0.05 as limit.")


def test_raised_digits(tmp_path: Path) -> None:
    """A raised number stays one: nothing else tells a power from another number, or a square from its side."""
    powers = [
        Piece(60, 700, "It took 10"),
        Piece(110, 704, "−6", 6),
        Piece(118, 700, "of 5 m"),
        Piece(148, 704, "2", 6),
    ]
    paper = pdf(tmp_path, [*powers, Piece(153, 700, "in all.")])

    assert rung(paper, "It took 10⁻⁶ of 5 m² in all.")
    assert rung(paper, "It took 10^-6 of 5 m^2 in all.")
    assert rung(paper, "It took 10^{-6} of 5 m^2 in all.")
    assert not rung(paper, "It took 10-6 of 5 m^2 in all.")
    assert not rung(paper, "It took 10^-6 of 5 m in all.")
    assert not rung(paper, "It took 10^-6 of 5 m2 in all.")


def test_figure_at_the_head_of_a_page(tmp_path: Path) -> None:
    """A sentence goes on below a figure and its caption, but not over a line of text."""
    caption = lines("Figure 2: The kettle, seen", "from above.", top=600)
    first = lines("The lid began to move and the")
    paper = pdf(
        tmp_path, first, [*lines("0", "5", "10", left=90, size=6), *caption, *lines("steam rose at once.", top=540)]
    )
    other = pdf(
        tmp_path,
        first,
        [*lines("Steam was seen by all of the students there."), *caption, *lines("steam rose.", top=540)],
    )

    assert rung(paper, "began to move and the steam rose at once.") == "page furniture"
    assert not rung(other, "began to move and the steam rose.")


def test_small_page_keeps_its_words(tmp_path: Path) -> None:
    """A page that is set in small letters as a whole has no footnotes."""
    big = [lines(*["This is the usual size of all letters here."] * 6) for _ in range(3)]
    small = lines("In the appendix we write less, and", "3 labelers do not agree, so that", "the rest follows.", size=8)
    paper = pdf(tmp_path, *big, small, lines("On the last page."))

    assert rung(paper, "we write less, and 3 labelers do not agree") == "white space"
    assert not rung(paper, "we write less, and On the last page.")


def test_not_behind_a_page_number(tmp_path: Path) -> None:
    """A quote that ends before a *not* is false, though a page number stands between them."""
    feet = [Piece(300, 40, str(number)) for number in (1, 2, 3)]
    paper = pdf(
        tmp_path,
        [*lines("We found that they do"), feet[0]],
        [*lines("not agree with us."), feet[1]],
        [*lines("End."), feet[2]],
    )

    assert look_up(paper, "We found that they do") == (
        None,
        ["quote 'quote' cuts off a word, a number or a 'not' of p. 1"],
    )


def test_two_languages_and_accents(tmp_path: Path) -> None:
    """Letters with accents are what they are, however the file composes them, and never the bare letters."""
    paper = pdf(tmp_path, lines("Der K¨ubel steht schief, ça va très bien, Ku\u0308bel und Őr."))

    assert rung(paper, "Der Kübel steht schief, ça va très bien, Kübel und Őr.") in {"exact", "typography"}
    assert rung(paper, "Der Ku\u0308bel steht schief") == "exact"
    assert not rung(paper, "Der Kubel steht schief")
    assert not rung(paper, "ca va très bien")


def test_right_to_left(tmp_path: Path) -> None:
    """Hebrew and Arabic, drawn from the right, are found in the order of reading; Arabic by its joined forms too."""
    hebrew, arabic = "הקומקום הנצפה אינו רותח מאוחר יותר", "الغلاية المراقبة لا تغلي لاحقا"
    joined = "ﺍﻟﻐﻼﻳﺔ ﺍﻟﻤﺮﺍﻗﺒﺔ"
    paper = pdf(tmp_path, [*lines(hebrew[::-1], arabic[::-1], joined[::-1])])

    assert rung(paper, hebrew) == "exact"
    assert rung(paper, arabic) == "exact"
    assert not rung(paper, "הקומקום הנצפה רותח")
    assert not rung(paper, "الغلاية المراقبة تغلي")


def test_labels_and_journal_pages(tmp_path: Path) -> None:
    """A page goes by its number in the file, by its label, and by its number in the journal; by no other."""
    pages = [lines("First words."), lines("Second words."), lines("Third words.")]
    data = print_pdf(pages, labels="0 << /S /r >> 1 << /S /D /St 7 >>")
    paper = opened(tmp_path / "paper.pdf", data, page="27730-27732")

    for name in ("2", "7", "27731"):
        assert look_up(paper, said("Second words.", name))[0], name
    assert look_up(paper, said("First words.", "i"))[0]
    assert look_up(paper, said("Second words.", "1"))[1] == ["quote 'quote' stands on p. 2 of paper, not on p. 1"]


@pytest.mark.parametrize("page", ["²", "9" * 5000, "e123", "-", "–5"])
def test_odd_pages_of_a_journal(tmp_path: Path, page: str) -> None:
    """A journal may call its pages anything."""
    paper = opened(tmp_path / "paper.pdf", print_pdf([lines("First words.")]), page=page)

    assert look_up(paper, said("First words.", "1"))[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper.txt", "We do not claim\nthat watch-\ning has “no” effect,\r\nas in 10⁻⁶ cases."),
        (
            "paper.md",
            "# Title\n\nWe do *not* claim that\n[watching](https://a.example/) has “no” effect, as in 10⁻⁶ cases.",
        ),
        ("paper.html", HTML),
    ],
)
def test_other_kinds_of_files(tmp_path: Path, name: str, text: str) -> None:
    """Text, Markdown and HTML are read for the words that a reader sees."""
    paper = opened(tmp_path / name, text)

    assert rung(paper, 'We do not claim that watching has "no" effect, as in 10^-6 cases.') in {
        "typography",
        "page furniture",
    }
    assert not rung(paper, "claim that watching")  # what stands before it is a `not`
    assert not rung(paper, "p {}")


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    """A text with form feeds has pages, and one without has none."""
    paged = opened(tmp_path / "a.txt", "First words.\fSecond words.")
    plain = opened(tmp_path / "b.txt", "First words.\nSecond words.")

    assert look_up(paged, said("Second words.", "2"))[0]
    assert not look_up(paged, said("Second words.", "1"))[0]
    assert look_up(plain, said("Second words.", "12"))[0]


@pytest.mark.browser
def test_printed_by_a_browser(tmp_path: Path, browser: Browser) -> None:
    """A page that a browser prints is read: columns, ligatures, hyphens, notes, Hebrew."""
    page = browser.new_page()
    hebrew = "הקומקום הנצפה אינו רותח"
    page.set_content(
        "<meta charset=utf-8><style>body { columns: 2; font: 11pt serif; hyphens: auto; text-align: justify }"
        f"</style><body lang=en><p>{PROSE * 12}</p><p>A difficult office<sup style='font-size: 60%'>1</sup> affair.</p>"
        f"<p dir=rtl>{hebrew}</p>"
    )
    paper = opened(tmp_path / "paper.pdf", page.pdf(format="A4"))
    page.close()

    assert rung(paper, " ".join((PROSE * 11).split()))
    assert rung(paper, "A difficult office affair.") == "page furniture"
    assert rung(paper, hebrew)
    assert not rung(paper, "clean water and set upon a stove")


@pytest.mark.parametrize("source", ["a/../../etc/passwd", "a/b", "x:y", "a..b", "smith2020"])
def test_a_source_names_a_file_in_the_folder_alone(source: str) -> None:
    """An id of a source, which may have slashes and dots, names a file directly in papers/."""
    path = PurePosixPath(file_stem(source) + ".pdf")

    assert 1 == len(path.parts)
    assert ".." not in path.name
