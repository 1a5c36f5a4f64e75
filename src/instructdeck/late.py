"""Regular expressions that are compiled when they are first used: most runs need few of those that find slips."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def late(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
        """Give a regular expression."""
else:

    class late:  # noqa: N801  it is called like a function, as `re.compile` is
        """A regular expression that is compiled when it is first asked for anything."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            """Take what `re.compile` takes."""
            self.given = (pattern, flags)

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            """Give a method of the compiled expression, and keep it."""
            found = getattr(re.compile(*self.given), name)
            setattr(self, name, found)
            return found
