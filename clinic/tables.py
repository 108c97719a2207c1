"""Tables in plain text, as the command line prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table line by line, each column as wide as its widest cell."""
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = zip(line, widths, strict=True)
        yield "  ".join(f"{cell:{width}}" for cell, width in cells).rstrip()


def minute(at: dt.datetime) -> str:
    """Return a time to the minute: "2026-03-01 09:30"."""
    return f"{at:%Y-%m-%d %H:%M}"
