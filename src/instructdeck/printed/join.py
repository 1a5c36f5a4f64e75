"""Prints of the parts of one page, made into what a print of the whole would be.

What is the same in several parts is kept once; of each typeface every part has the letters that it needs.
"""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Object, Page, Pdf


def joined(parts: Sequence[bytes]) -> bytes:
    """Give the pages of several PDFs as one, with their links and tags."""
    import pikepdf  # noqa: PLC0415  only where PDFs are made

    with ExitStack() as opened:
        whole, *others = (opened.enter_context(pikepdf.open(BytesIO(part))) for part in parts)
        for other in others:
            # Pages come first: what leads to a page is copied only where that page is there.
            begins = len(whole.pages)
            for page in other.pages:
                whole.pages.append(page)
            if "/StructTreeRoot" in whole.Root and "/StructTreeRoot" in other.Root:
                _append_tags(whole, other, whole.pages[begins:])
            if "/Dests" in other.Root:
                _append_places(whole, other)
        _keep_once(whole)
        written = BytesIO()
        whole.save(written)
        return written.getvalue()


def _append_tags(whole: Pdf, other: Pdf, pages: Iterable[Page]) -> None:
    """Add the tags of another PDF, whose pages are there already, behind those that there are."""
    import pikepdf  # noqa: PLC0415

    tree, added = whole.Root.StructTreeRoot, whole.copy_foreign(other.Root.StructTreeRoot)
    # A page and a link name their tags by a number, which is theirs alone.
    base = int(tree.ParentTreeNextKey)
    for page in pages:
        for each in (page.obj, *page.obj.get("/Annots", ())):
            for name in ("/StructParents", "/StructParent"):
                if name in each:
                    each[name] = base + int(each[name])
    numbers = pikepdf.NumberTree(tree.ParentTree)
    for number, tag in pikepdf.NumberTree(added.ParentTree).items():
        numbers[base + number] = tag
    tree.ParentTreeNextKey = base + int(added.ParentTreeNextKey)
    if "/IDTree" in added:  # ids are numbers of the nodes of the one page, and so nowhere the same
        ids = pikepdf.NameTree(tree.IDTree) if "/IDTree" in tree else pikepdf.NameTree.new(whole)
        ids.update(pikepdf.NameTree(added.IDTree))
        tree.IDTree = ids.obj
    # There is one document; that of the part becomes a group in it that means nothing.
    added.K.S = pikepdf.Name.NonStruct
    added.K.P = tree.K
    inner = tree.K.K
    tree.K.K = pikepdf.Array([*(inner if isinstance(inner, pikepdf.Array) else [inner]), added.K])


def _append_places(whole: Pdf, other: Pdf) -> None:
    """Add the places that links lead to."""
    import pikepdf  # noqa: PLC0415

    if "/Dests" not in whole.Root:
        whole.Root.Dests = whole.make_indirect(pikepdf.Dictionary())
    for name, place in whole.copy_foreign(other.make_indirect(other.Root.Dests)).items():
        whole.Root.Dests[name] = place


def _keep_once(pdf: Pdf) -> None:
    """Let pages share what is the same in what they need: pictures, and typefaces of the same letters."""
    import pikepdf  # noqa: PLC0415

    known: dict[tuple[int, int], Object] = {}
    first: dict[bytes, Object] = {}

    def once(thing: Object) -> Object:
        if thing.is_indirect and thing.objgen in known:
            return known[thing.objgen]
        held = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        # What is the same leads to the same: things are compared after all that they hold.
        for name, inner in list(held.items()) if isinstance(held, pikepdf.Dictionary) else enumerate(held):
            if isinstance(inner, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
                held[name] = once(inner)
        if not thing.is_indirect:
            return thing
        content = thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else b""
        found = first.setdefault(sha256(held.unparse(resolved=True) + b"\0" + content).digest(), thing)
        known[thing.objgen] = found
        return found

    for page in pdf.pages:
        once(page.Resources)
