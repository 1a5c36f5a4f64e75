"""Slides of every kind and layout, from nearly empty to far too full; the same ones every time.

Each family writes a slide of one kind with so many of its parts. Their numbers are swept, so that some slides hold what
they can, some a pixel more, and some three times as much. Nothing here says whether a slide overflows: `painted.py`
measures it.
"""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

STEPS = 7
"""Slides of each family."""
SEED = 20261128
"""Of the words and lengths that are left to chance; the estimate was calibrated with it."""
OTHER_SEED = 1
"""Of the slides and syntheses that the estimate is judged by."""
OWN_STYLE = ("shut", "scroll", "line")
"""Families that are cut off by an owner's style sheet, of which no estimate knows."""

WORDS = (
    "the a of in model reward policy answer people label prompt every shorter longer judges quickly "
    "typing ranked by loss gradient against baseline only after training of large batch helpful honest "
    "gap why yet figure plainly jury"
)
ARABIC = "نموذج يتعلم من الناس كيف يجيب عن السؤال ثم يقارن بين الأجوبة ويختار أفضلها في كل مرة"
HEBREW = "המודל לומד מאנשים איך לענות על שאלה ואז משווה בין התשובות ובוחר את הטובה מכולן"
CHINESE = "模型从人的反馈中学习如何回答问题然后比较各种回答并选出最好的一个这一切都需要很多时间和数据"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ENDLESS = "https://example.org/a/path/that/goes/on/and/on/without/a/single/blank/until/it/ends/somewhere/far/away"
TEXTS = ("figures/wide.svg", "figures/tall.svg", "figures/small.png", "figures/wide.png")

HEAD = """\
---
title: A corpus
event: A rehearsal
numbers: ours
speaker: {name: Ada, role: The Weigher}
sources:
  - {id: paper, title: A paper, author: [{family: Doe}, {family: Roe}], issued: "1907"}
quotes:
  - {id: ounce, kind: verbatim, place: Section 1, page: 3, text: three-fourths of an ounce}
---

"""
CUTTING = """
.c-shut .slide-body > ul { max-height: 260px; overflow: hidden; }
.c-scroll .slide-body > p { max-height: 120px; overflow: auto; }
.c-line .slide-body > p { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
"""
"""What an owner's own style sheet might hold: parts that cut off what is in them."""


@dataclass(frozen=True)
class Sample:
    """A slide of the corpus."""

    id: str
    family: str
    text: str


@dataclass(frozen=True)
class Family:
    """Slides of one kind."""

    name: str
    write: Callable[[random.Random, int], str]
    """Gives the body of a slide with so many parts."""
    least: int
    most: int
    layout: str = "content"
    classes: str = ""

    def samples(self, seed: int) -> Iterator[Sample]:
        """Give the slides of this family, from the emptiest to the fullest."""
        for step in range(STEPS):
            count = self.least + round((self.most - self.least) * step / (STEPS - 1))
            chance = random.Random(f"{seed} {self.name} {step}")
            name = f"{self.name}-{step + 1}"
            title = sentence(chance, 3 + step % 4)
            if self.name == "title-length":
                title = sentence(chance, count)
            yield Sample(name, self.name, slide(name, title, self.write(chance, count), self.layout, self.classes))


def slide(name: str, title: str, body: str, layout: str = "content", classes: str = "") -> str:
    """Give a slide as Markdown."""
    return f"## {title} {{#{name} layout={layout} {classes}}}\n\n{body}\n\n::: notes\nA note.\n:::\n"


def sentence(chance: random.Random, count: int) -> str:
    """Give so many words."""
    words = WORDS.split()
    text = " ".join(chance.choice(words) for _ in range(count))
    return text[:1].upper() + text[1:]


# --- Blocks


def items(chance: random.Random, count: int, least: int = 5, most: int = 9, mark: str = "-") -> str:
    """Give a list."""
    return "\n".join(f"{mark} {sentence(chance, chance.randint(least, most))}" for _ in range(count))


def paragraphs(chance: random.Random, count: int, least: int = 12, most: int = 30) -> str:
    """Give running text."""
    return "\n\n".join(f"{sentence(chance, chance.randint(least, most))}." for _ in range(count))


def nested(chance: random.Random, count: int) -> str:
    """Give a list with lists inside."""
    return "\n".join(f"{items(chance, 1)}\n  - {sentence(chance, 6)}\n  - {sentence(chance, 14)}" for _ in range(count))


def table(chance: random.Random, rows: int, columns: int = 3, words: int = 2) -> str:
    """Give a table."""
    lines = [[sentence(chance, max(words if column else 2, 1)) for column in range(columns)] for _ in range(rows + 1)]
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, f"|{'---|' * columns}", *body])


def listing(chance: random.Random, lines: int, words: int = 5, language: str = "python") -> str:
    """Give a listing."""
    body = "\n".join(
        f"{'    ' * (line % 2)}{sentence(chance, words).replace(' ', '_')} = {line}" for line in range(lines)
    )
    return f"```{language}\n{body}\n```"


def aligned(chance: random.Random, lines: int) -> str:
    """Give a formula of several lines."""
    parts = (r"y &= \frac{a_i}{b^2} + c", r"L(\theta) &= \sum_{i=1}^{n} x_i", r"z &= x + y", r"p &= \sqrt{q}")
    rows = " \\\\\n".join(chance.choice(parts) for _ in range(lines))
    return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$" if lines > 1 else f"$$\n{rows.replace('&', '')}\n$$"


def columns(*parts: str, widths: tuple[str, ...] = ()) -> str:
    """Give columns side by side."""
    given = widths or ("",) * len(parts)
    heads = (f'::: {{.column width="{width}"}}' if width else "::: column" for width in given)
    inner = "\n".join(f"{head}\n{part}\n:::" for head, part in zip(heads, parts, strict=True))
    return f":::: columns\n{inner}\n::::"


def chart(chance: random.Random, bars: int) -> str:
    """Give a chart of bars."""
    rows = "\n".join(f"  - {{name: {sentence(chance, 2)} {bar}, value: {10 + bar}}}" for bar in range(bars))
    return f"```chart\ntype: bar\nalt: Some bars\nlabel: name\nvalue: value\nvalues:\n{rows}\n```"


def terms(chance: random.Random, count: int) -> str:
    """Give a formula with its parts named."""
    letters = "abcdefghijklmn"[:count]
    named = "\n\n".join(f"${each}$\n:   {sentence(chance, 8)}" for each in letters)
    return f"$$\n{' + '.join(letters)} = \\frac{{x}}{{y}}\n$$\n\n{named}"


def definitions(chance: random.Random, count: int) -> str:
    """Give terms with what they mean."""
    return "\n\n".join(f"{sentence(chance, 2)}\n:   {sentence(chance, chance.randint(4, 20))}" for _ in range(count))


def figure(name: str, caption: str = "", width: str = "") -> str:
    """Give a picture alone in its paragraph."""
    title = f' "{caption}"' if caption else ""
    return f"![A picture](figures/{name}{title})" + (f'{{width="{width}"}}' if width else "")


def flow(chance: random.Random, nodes: int) -> str:
    """Give a diagram from left to right."""
    names = [sentence(chance, 1 + node % 2) for node in range(nodes)]
    edges = "\n".join(f"  n{node}[{names[node]}] --> n{node + 1}[{names[node + 1]}]" for node in range(nodes - 1))
    return f'```mermaid {{alt="A way"}}\nflowchart LR\n{edges}\n```'


def foreign(words: str, chance: random.Random, count: int) -> str:
    """Give a list in another script."""
    return "\n".join(f"- {' '.join(chance.choice(words.split()) for _ in range(10))}" for _ in range(count))


def chinese(chance: random.Random, count: int) -> str:
    """Give paragraphs without blanks."""
    texts = ("".join(chance.choice(CHINESE) for _ in range(chance.randint(30, 70))) for _ in range(count))
    return "\n\n".join(f"{text}。" for text in texts)


def footnotes(chance: random.Random, count: int) -> str:
    """Give a list whose items have a footnote each."""
    names = [f"{chance.randrange(10**6)}-{number}" for number in range(count)]
    lines = "\n".join(f"- {sentence(chance, 7)}[^{name}]" for name in names)
    return lines + "\n\n" + "\n\n".join(f"[^{name}]: {sentence(chance, 9)}." for name in names)


def quotes(chance: random.Random, count: int) -> str:
    """Give block quotes."""
    return "\n\n".join(f"> {sentence(chance, chance.randint(10, 24))} [@ounce]" for _ in range(count))


def cited(chance: random.Random, count: int) -> str:
    """Give a list with evidence."""
    return "\n".join(f"- {sentence(chance, 12)} [@ounce; @paper, p. {line + 3}]" for line in range(count))


def sums(_: random.Random, count: int) -> str:
    """Give a formula of so many terms in one line."""
    return f"$$\ny = {' + '.join(f'a_{{{term}}} x_{{{term}}}' for term in range(count))}\n$$"


def fractions(chance: random.Random, count: int) -> str:
    """Give a list with a formula in each item."""
    items_ = (f"- {sentence(chance, 6)} $\\frac{{a}}{{b_i}}$ {sentence(chance, 5)}" for _ in range(count))
    return "\n\n".join(items_)


def formulas(chance: random.Random, count: int) -> str:
    """Give formulas between paragraphs."""
    return "\n\n".join(f"{paragraphs(chance, 1, 20, 40)}\n\n{aligned(chance, 1 + row % 3)}" for row in range(count))


def beside(chance: random.Random, count: int) -> str:
    """Give three columns with headings."""
    part = (f"#### {sentence(chance, 2)}\n\n{paragraphs(chance, 1, count * 4, count * 6)}" for _ in range(3))
    return f"### {sentence(chance, 6)}\n\n{columns(*part)}"


def sized(chance: random.Random, count: int) -> str:
    """Give two columns with widths of their own."""
    text = paragraphs(chance, 1, 3 * count, 3 * count)
    return columns(text, items(chance, count), widths=("35%", "65%"))


def pictured(chance: random.Random, count: int) -> str:
    """Give so many words above a picture."""
    return f"{paragraphs(chance, 1, count, count)}\n\n{figure('wide.png', sentence(chance, 8))}"


def edge(chance: random.Random, count: int) -> str:
    """Give a listing below some lines of text that together come near to what a slide holds: 582 px below its title."""
    lines = count % 4 + 1
    text = "\\\n".join(sentence(chance, 6) for _ in range(lines))
    rest = 582 - 38 * lines - 24 - 32
    code = round(rest / 31.9) + count // 4 - 1
    return (
        f"{text}\n\n{listing(chance, min(code, 14), 3)}\n\n{sentence(chance, 3)}"
        if code > 14
        else f"{text}\n\n{listing(chance, code, 3)}"
    )


def mixed(chance: random.Random, count: int) -> str:
    """Give blocks of several kinds below each other."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: items(chance, 2),
        lambda: table(chance, 2),
        lambda: aligned(chance, 1),
        lambda: paragraphs(chance, 1),
        lambda: listing(chance, 3),
        lambda: f"> {sentence(chance, 12)}",
    )
    start = chance.randrange(len(kinds))
    return "\n\n".join(kinds[(start + step) % len(kinds)]() for step in range(count))


# --- Syntheses


def parts(chance: random.Random, count: int) -> str:
    """Give paragraphs under headings."""
    return "\n\n".join(f"## {sentence(chance, 5)}\n\n{paragraphs(chance, 2, 30, 60)}" for _ in range(count))


def evidence(chance: random.Random, count: int) -> str:
    """Give paragraphs with evidence."""
    texts = (
        f"{sentence(chance, 20)} [@ounce], {sentence(chance, 20)} [@paper, p. {page + 2}]." for page in range(count)
    )
    return "\n\n".join(texts)


PAGES: dict[str, tuple[Callable[[random.Random, int], str], int, int]] = {
    "text": (lambda c, n: paragraphs(c, n, 40, 70), 4, 16),
    "short": (lambda c, n: paragraphs(c, n, 8, 30), 10, 36),
    "parts": (parts, 2, 9),
    "evidence": (evidence, 6, 24),
    "items": (lambda c, n: f"{paragraphs(c, 2, 40, 60)}\n\n{items(c, n, 8, 22)}", 10, 50),
    "table": (lambda c, n: f"{paragraphs(c, 4, 40, 60)}\n\n{table(c, n, 4)}", 8, 44),
    "quotes": (lambda c, n: f"{paragraphs(c, 3, 40, 60)}\n\n{quotes(c, n)}", 5, 26),
    "formulas": (formulas, 3, 14),
    "listing": (lambda c, n: f"{paragraphs(c, 4, 40, 60)}\n\n{listing(c, n)}", 10, 60),
    "terms": (definitions, 10, 40),
    "footnotes": (lambda c, n: f"{paragraphs(c, 4, 40, 60)}\n\n{footnotes(c, n)}", 4, 26),
    "words": (lambda c, n: f"{paragraphs(c, 2, 40, 60)}\n\n{chinese(c, n)}", 6, 22),
}  # fmt: skip
"""Syntheses: how each is written, with how many parts at least and at most."""


def project(seed: int = SEED) -> dict[str, str]:
    """Give the files of a project whose sections have syntheses from half a page to two."""
    files, names = {}, []
    for kind, (write, least, most) in PAGES.items():
        for step in range(STEPS):
            name = f"{kind}-{step + 1}"
            chance = random.Random(f"{seed} {name}")
            count = least + round((most - least) * step / (STEPS - 1))
            names.append(name)
            files[f"content/{name}/section.yml"] = f"title: {sentence(chance, 4)}\nspeaker: {{name: Ada}}\n"
            files[f"content/{name}/slides.md"] = slide(name, sentence(chance, 3), sentence(chance, 8))
            files[f"content/{name}/synthesis.md"] = f"{write(chance, count)}\n"
    first = f"content/{names[0]}/quotes.yml"
    files[first] = "- {id: ounce, kind: verbatim, source: paper, place: Section 1, page: 3, text: three-fourths}\n"
    files["content/sources.yml"] = '- {id: paper, title: A paper, author: [{family: Doe}], issued: "1907"}\n'
    listed = "".join(f"  - {name}\n" for name in names)
    return files | {"content/deck.yml": f"title: A corpus\nnumbers: ours\nsections:\n{listed}"}


FAMILIES = (
    Family("bullets", items, 3, 15),
    Family("bullets-long", lambda c, n: items(c, n, 14, 24), 2, 9),
    Family("nested", nested, 1, 7),
    Family("ordered", lambda c, n: items(c, n, 5, 18, "1."), 3, 13),
    Family("tasks", lambda c, n: items(c, n, 4, 12, "- [ ]"), 4, 13),
    Family("paragraphs", paragraphs, 1, 9),
    Family("one-paragraph", lambda c, n: paragraphs(c, 1, n, n), 30, 250),
    Family("claim", lambda c, n: f"### {sentence(c, 8)}\n\n{items(c, n)}", 4, 13),
    Family("claim-text", lambda c, n: f"### {sentence(c, 16)}\n\n{paragraphs(c, n)}", 1, 7),
    Family("title-length", lambda c, _: items(c, 6, 6, 9), 4, 70),
    Family("words", lambda c, n: f"{sentence(c, 9)} {LONG * n}", 1, 14),
    Family("endless", lambda c, n: f"{sentence(c, 9)}\n\n- `{ENDLESS}`" * n, 1, 8),
    Family("table", table, 3, 13),
    Family("table-long", lambda c, n: table(c, n, 3, 11), 1, 8),
    Family("table-columns", lambda c, n: table(c, 3, n, 1), 3, 16),
    Family("table-caption", lambda c, n: f"{table(c, n)}\n\nTable: {sentence(c, 8)}", 3, 12),
    Family("definitions", definitions, 2, 12),
    Family("listing", listing, 4, 24),
    Family("listing-text", lambda c, n: f"{paragraphs(c, 1)}\n\n{listing(c, n)}", 4, 20),
    Family("listing-wide", lambda c, n: listing(c, 5, n), 6, 26),
    Family("listing-wrapped", lambda c, n: listing(c, n, 18), 2, 9, "code", ".wrap"),
    Family("formula", aligned, 1, 11),
    Family("formula-wide", sums, 4, 22),
    Family("formula-words", fractions, 3, 11),
    Family("figure-below", lambda c, n: f"{items(c, n)}\n\n{figure('wide.svg', 'What it shows')}", 2, 12),
    Family("picture", lambda c, n: f"{figure('small.png', sentence(c, 6), '40%')}\n\n{items(c, n)}", 2, 12),
    Family("chart", lambda c, n: f"{items(c, n)}\n\n{chart(c, 5)}", 1, 10),
    Family("diagram", lambda c, n: f"{flow(c, 3 + n % 4)}\n\n{items(c, n)}", 1, 11),
    Family("columns", lambda c, n: columns(items(c, n, 3, 6), items(c, n - 1, 3, 6)), 3, 12),
    Family("columns-three", beside, 2, 13),
    Family("columns-four", lambda c, n: columns(*(paragraphs(c, n, 8, 9) for _ in range(4))), 1, 5),
    Family("columns-sized", sized, 3, 12),
    Family("columns-table", lambda c, n: columns(table(c, n, 2), listing(c, n, 3)), 3, 13),
    Family("columns-narrow", lambda c, n: columns(listing(c, 3, n), paragraphs(c, 1)), 2, 12),
    Family("columns-figure", lambda c, n: columns(figure("tall.svg", "Beside"), items(c, n)), 3, 12),
    Family("quotes", quotes, 1, 6),
    Family("callout", lambda c, n: f"{items(c, n)}\n\n::: callout\n{sentence(c, 20)}\n:::", 4, 12),
    Family("aside", lambda c, n: f"{paragraphs(c, n)}\n\n::: aside\n{sentence(c, 20)}\n:::", 2, 8),
    Family("footnotes", footnotes, 2, 10),
    Family("cited", cited, 2, 9),
    Family("arabic", lambda c, n: foreign(ARABIC, c, n), 3, 12),
    Family("hebrew", lambda c, n: foreign(HEBREW, c, n * 2), 2, 6),
    Family("chinese", chinese, 1, 8),
    Family("mixed", mixed, 2, 7),
    Family("steps", lambda c, n: "\n\n. . .\n\n".join(paragraphs(c, 1) for _ in range(n)), 2, 8),
    Family("edge", edge, 0, 12),
    Family("wide", lambda c, n: items(c, n, 14, 20), 3, 10, "content", ".wide"),
    Family("shut", lambda c, n: items(c, n, 4, 6), 3, 9, "content", ".shut"),
    Family("scroll", lambda c, n: paragraphs(c, 1, n, n), 20, 90, "content", ".scroll"),
    Family("line", lambda c, n: paragraphs(c, 1, n, n), 4, 24, "content", ".line"),
    Family("two-column", lambda c, n: items(c, n, 6, 12), 4, 22, "two-column"),
    Family("two-column-text", paragraphs, 2, 12, "two-column"),
    Family("layout-table", lambda c, n: table(c, n, 4), 3, 14, "table"),
    Family("layout-code", listing, 6, 30, "code"),
    Family("layout-figure", pictured, 4, 180, "figure"),
    Family("equation", terms, 2, 12, "equation"),
    Family("statement", lambda c, n: paragraphs(c, 1, n, n), 4, 60, "statement"),
    Family("number", lambda c, n: f"85 %\n\n{paragraphs(c, 1, n, n)}", 4, 130, "big-number"),
    Family("layout-quote", lambda c, n: f"> {sentence(c, n)} [@ounce]", 8, 110, "quote"),
    Family("layout-section", lambda c, n: paragraphs(c, 1, n, n), 2, 150, "section"),
    Family("layout-title", lambda c, n: f"### {sentence(c, n)}\n\n{paragraphs(c, 1, n, n)}", 4, 90, "title"),
    Family("closing", lambda c, n: f"### {sentence(c, 7)}\n\n{items(c, n)}", 2, 12, "closing"),
)  # fmt: skip


def samples(every: int = 1, seed: int = SEED) -> list[Sample]:
    """Give the slides of the corpus, or only every so many of them; another seed gives others of the same kinds."""
    return [sample for family in FAMILIES for sample in family.samples(seed)][::every]


def write_corpus(folder: Path, chosen: Sequence[Sample], sheet: str) -> Path:
    """Write a deck of slides, with its pictures and with a style sheet that cuts parts off; gives its file."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for name, (width, height) in {"wide": (900, 400), "tall": (400, 900)}.items():
        box = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        )
        (folder / f"figures/{name}.svg").write_text(
            f'{box}<rect width="{width}" height="{height}" fill="#777777"/></svg>\n'
        )
    (folder / "figures/small.png").write_bytes(png(480, 300))
    (folder / "figures/wide.png").write_bytes(png(1600, 700))
    (folder / "templates/assets").mkdir(parents=True, exist_ok=True)
    (folder / "templates/assets/slide.css").write_text(sheet + CUTTING, encoding="utf-8")
    file = folder / "corpus.md"
    file.write_text(HEAD + "\n".join(each.text for each in chosen), encoding="utf-8")
    return file


def png(width: int, height: int) -> bytes:
    """Give a gray picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x77" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
