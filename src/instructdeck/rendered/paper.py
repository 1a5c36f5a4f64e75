"""What a printed page holds."""

from __future__ import annotations


def filled(pdf: bytes) -> tuple[int, float]:
    """Give how many pages a PDF has, and how far down the last one has text, 0 to 1 of its height.

    The PDF is one that a browser of ours has just written: it need not be read in a process of its own.
    """
    import pypdfium2  # noqa: PLC0415  only where pages are looked at in print

    document = pypdfium2.PdfDocument(pdf)
    try:
        last = document[len(document) - 1]
        height = last.get_height()
        words = last.get_textpage()
        boxes = (words.get_rect(index) for index in range(words.count_rects()))
        lowest = min((bottom for _, bottom, _, _ in boxes), default=height)
        return len(document), (height - lowest) / height
    finally:
        document.close()
