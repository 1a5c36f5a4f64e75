"""Keys of `deck.yml` that have a form of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.model import Weight
from instructdeck.deck.rules import RENDERED
from instructdeck.files.forms import url_form

if TYPE_CHECKING:
    from instructdeck.files.yamlfile import Record

_URL = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:[0-9]{1,5})?(/[\w.~%!$&'()*+,;=:@-]*)*", re.ASCII | re.IGNORECASE
)
"""The address of a folder: no user, no question, no anchor."""
RENDERED_FORM = "{crowded: off, too-small: warning}"
MAX_URL = 2000
"""Characters of an address: what every program takes."""


def rendered(record: Record | None) -> tuple[tuple[str, Weight], ...]:
    """Give how much the rules weigh that only a browser can judge."""
    if record is None:
        return ()
    given = ((rule, record.choice(rule.name, Weight, Weight(rule.severity.value))) for rule in RENDERED)
    weights = tuple((rule.name, each) for rule, each in given if each and each.value != rule.severity.value)
    record.finish()
    return weights


def url(record: Record) -> str:
    """Give the address of the site's folder with a slash at its end; empty when there is none, or a wrong one."""
    given = record.scalar("url", "a text")
    if given is None or not given.value:
        return ""
    address = given.value.strip()
    if _URL.fullmatch(address) and len(address) <= MAX_URL and not address.endswith(".html"):
        return f"{address.rstrip('/')}/"
    record.wrong("url", given, "the https address of the site's folder", url_form(address))
    return ""
