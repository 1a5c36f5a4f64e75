"""SVG as a tree: what is read, what is refused, and how a drawing becomes a part of a page."""

from __future__ import annotations

import re

import pytest

from instructdeck.pictures.svg import MAX_DEPTH, Element, SvgError, changed, declarations, lifted, parse, placed, walk

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="urn:x">'


def drawn(inner: str, prefix: str = "f1-") -> str:
    """Give what stands within the `svg` of a drawing as a part of a page."""
    return re.sub(r"^<svg[^>]*>|</svg>$", "", placed(parse(f"{HEAD}{inner}</svg>"), prefix).html)


def test_tree() -> None:
    """Elements have SVG's own names, their attributes in order, and the place of their tag."""
    root = parse(f'{HEAD}\n  <g id="a" xlink:href="#b" xml:lang="en" x:y="z"><text> é <tspan/></text></g></svg>')

    (group,) = root.children
    assert isinstance(group, Element)
    attributes = {"id": "a", "xlink:href": "#b", "xml:lang": "en", "urn:x y": "z"}
    text = Element("text", {}, (" é ", Element("tspan", {})))
    assert Element("g", attributes, (text,)) == group
    assert (2, 3) == (group.line, group.column)
    assert ["svg", "g", "text", "tspan"] == [each.name for each in walk(root)]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "not well-formed: no element found", (1, 1)),
        (f"{HEAD}\n<g></svg>", "not well-formed: mismatched tag", (2, 6)),
        (f"{HEAD}\n  <y:g/></svg>", "not well-formed: unbound prefix", (2, 3)),
        (f"{HEAD}é&nbsp;</svg>", "not well-formed: undefined entity", (1, len(HEAD) + 2)),
        (f"{HEAD}\x00</svg>", "not well-formed: not well-formed (invalid token)", (1, len(HEAD) + 1)),
        ("<svg/>", "the outermost element is not an 'svg' of SVG's namespace", (1, 1)),
        (
            '<html xmlns="http://www.w3.org/1999/xhtml"/>',
            "the outermost element is not an 'svg' of SVG's namespace",
            (1, 1),
        ),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "a document type definition of its own", (1, 15)),
        ('<!DOCTYPE svg SYSTEM "a.dtd">\n<svg a="&colon;"/>', "unknown entity '&colon;'", (2, 9)),
        ('<?xml version="1.0" encoding="UTF-7"?><svg/>', "the file says that it is UTF-7", (1, 1)),
        (
            HEAD + "<g>" * MAX_DEPTH,
            f"more than {MAX_DEPTH} elements within each other",
            (1, len(HEAD) + 3 * MAX_DEPTH - 2),
        ),
    ],
)
def test_refused(text: str, message: str, place: tuple[int, int]) -> None:
    """What is no SVG, or one that browsers could read in another way, is refused with its place."""
    with pytest.raises(SvgError) as caught:
        parse(text)

    assert (message, place) == (str(caught.value), (caught.value.line, caught.value.column))


def test_doctype_of_drawing_programs() -> None:
    """The public DTD of SVG, which many programs write and nobody reads, is no problem."""
    public = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    assert "svg" == parse(f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC {public}>{HEAD}</svg>').name


def test_text_and_attributes_are_escaped() -> None:
    """Signs that mean something in HTML arrive as the signs they are; comments and other namespaces do not arrive."""
    assert '<text x="&#34;&lt;&amp;">&lt;b&gt; &amp;amp;</text>' == drawn(
        '<!-- <b> --><?a b?><text x="&quot;&lt;&amp;" x:z="1"><![CDATA[<b> &amp;]]></text><x:script/>'
    )


def test_ids_get_a_prefix() -> None:
    """No id of a drawing is one of the page, and all that refers to an id still does."""
    inner = (
        '<g id="a b" aria-labelledby="a c" fill="url(#a)" style="stroke: url( \'#a\' )"/>'
        '<use href="#a"/><use xlink:href=" #a"/><a href="https://example.org/#a"/>'
    )
    found = drawn(inner)

    assert '<g id="f1-a_b" aria-labelledby="f1-a f1-c" fill="url(#f1-a)"' in found
    assert '<use href="#f1-a"></use><use xlink:href="#f1-a"></use><a href="https://example.org/#a"></a>' in found
    assert {"stroke:url(#f1-a)"} == set(placed(parse(f"{HEAD}{inner}</svg>"), "f1-").styles.values())


def test_styles_are_lifted() -> None:
    """A class stands for each declaration, behind the classes that are there."""
    root, styles = lifted(
        parse(f'{HEAD}<g class="bar" style="fill:#fff; Opacity : .5 !important"/><g style=""/></svg>')
    )

    bar, plain = root.children
    assert isinstance(bar, Element)
    assert {"class": "bar s-fill-_23_fff s-opacity-_5"} == bar.attributes
    assert Element("g", {}) == plain
    assert {"s-fill-_23_fff": "fill:#fff", "s-opacity-_5": "opacity:.5"} == styles


@pytest.mark.parametrize(
    ("style", "safe"),
    [
        ("fill:var(--color-ink)", True),
        ("fill:color-mix(in srgb, var(--hue-1) 14%, rgb(1 2 3 / .5))", True),
        ("font-family:'Inter', \"Segoe; UI\"", True),
        ("--own:calc(1px*2)", True),
        ("marker-end:url(#a)", True),
        ("fill:url(https://example.org)", False),
        ("fill:u\\72l(https://example.org)", False),
        ("fill:red/*", False),
        ("fill:var(--a", False),
        ("fill:var(--a))((", False),
        ("fill:red}*{color:red", False),
        ("fill:image-set('a.png' 1x)", False),
        ("fill:'</style>'", False),
        ("fill:'a", False),
        ("fill:", False),
        ("fill:" + "a" * 100_000, False),
        ("a" * 100_000, False),
    ],
)
def test_declarations(style: str, safe: bool) -> None:  # noqa: FBT001  a parameter of the test
    """Only what ends where it seems to, and loads nothing, comes into the stylesheet."""
    assert safe == bool(list(declarations(style)))


def test_change() -> None:
    """A tree is changed from the inside out, and what becomes None is gone."""
    root = parse(f"{HEAD}<g><metadata/><text>a</text></g></svg>")

    found = changed(
        root, lambda each: None if each.name == "metadata" else Element(each.name.upper(), {}, each.children)
    )

    assert Element("SVG", {}, (Element("G", {}, (Element("TEXT", {}, ("a",)),)),)) == found


@pytest.mark.parametrize(
    "value", ["url(#" * 30_000, "url(#" + " " * 150_000, "url('#" * 30_000, "url(" + " " * 150_000]
)
def test_endless_reference(value: str) -> None:
    """A reference that never closes is left as it is, in good time."""
    root = Element("svg", {"fill": value})

    assert f'fill="{value}"'.replace("'", "&#39;") in placed(root, "a-").html


@pytest.mark.parametrize("value", ["url(#b)", "url( '#b' )", 'URL("#b")', "url(#b )"])
def test_every_form_of_a_reference(value: str) -> None:
    """A reference is followed however it is written."""
    assert 'fill="url(#a-b)"' in placed(Element("svg", {"fill": value}), "a-").html
