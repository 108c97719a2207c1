"""What staff see of the check-ins that came back: then and now, the latest answer first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from clinic.records import KeptCheckIn
from clinic.tables import minute, table

HEADINGS: Final = (
    *("ID", "INTAKE", "ANSWERED (UTC)", "WEEKS", "SKIN", "LOAD", "SUNSCREEN", "PHOTO", "RED FLAGS"),
)
# What was not told.
UNTOLD: Final = "?"


def lines_of(check_ins: Iterable[KeptCheckIn]) -> Iterator[str]:
    """Yield the list as a table in plain text; "?" stands for what was not told."""
    return table(HEADINGS, map(_cells, check_ins))


def _cells(check_in: KeptCheckIn) -> tuple[str, ...]:
    result = check_in.result or {}
    return (
        str(check_in.id),
        str(check_in.intake_id),
        minute(check_in.answered_at) if check_in.answered_at else "",
        str(check_in.weeks),
        result.get("skin", UNTOLD),
        _then_and_now(result.get("load")),
        _then_and_now(result.get("spf_use")),
        _photo(result.get("photo")),
        ", ".join(map(_told, result.get("red_flags", ()))) or "none",
    )


def _then_and_now(both: Mapping[str, Any] | None) -> str:
    if both is None:
        return UNTOLD
    return f"{_told(both['before'])} -> {_told(both['now'])}"


def _photo(photo: Mapping[str, Any] | None) -> str:
    """Return the days of both photographs, and what surely changed between them, in points."""
    if photo is None:
        return "none"
    days = f"{photo['before'] or 'none'} -> {photo['now']}"
    changed = [
        f"{_told(each['metric'])} {each['points']:+.0f}"
        for each in photo["changes"]
        if each["trusted"]
    ]
    return f"{days}: {', '.join(changed)}" if changed else days


def _told(value: Any) -> str:
    if value is None:
        return UNTOLD
    return f"{value:g}" if isinstance(value, int | float) else str(value).replace("_", " ")
