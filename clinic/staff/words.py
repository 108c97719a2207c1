"""What staff read, in the console and in what is taken out of it: `words.yml`, times, names."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any, Final

from clinic import describe
from clinic.alerts.words import readable
from clinic.wording import read

FILE: Final = Path(__file__).with_name("words.yml")


def words(path: str) -> Any:
    """Return what stands under a dotted path.

    Raises:
        KeyError: nothing stands there.
    """
    found: Any = _words()
    for part in path.split("."):
        found = found[part]
    return found


def rule(name: str) -> str:
    """Return a rule's identifier as a heading: "SPF skipped"."""
    heading = readable(name).replace("spf", "SPF").replace(" led", " LED")
    return heading[:1].upper() + heading[1:]


def reason(name: str) -> str:
    """Return why an intake is urgent, or why somebody is wanted, in words."""
    return str(words("reasons").get(name) or readable(name))


def treatment(name: str) -> str:
    """Return what staff call a candidate treatment."""
    return str(words("treatments").get(name) or describe.name(name))


def gate(name: str) -> str:
    """Return what stands in a treatment's way, in words; a rule may be a gate too."""
    return str(words("gates").get(name) or rule(name))


def local(at: dt.datetime, zone: dt.tzinfo | None) -> str:
    """Return a time as staff read it, by the clock of a zone; None is the machine's."""
    return f"{at.astimezone(zone):%-d %b %Y, %H:%M}"


@functools.cache
def _words() -> dict[str, Any]:
    return read(FILE)
