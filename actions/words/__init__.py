"""What the assistant says, read once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import clinic.wording
from actions.conversation import settings
from clinic.setting_kinds import Tone
from clinic.wording import Wording

FOLDER = Path(__file__).parent


def words(path: str) -> Any:
    """Return what stands under a dotted path ("consent.ask").

    Raises:
        KeyError: nothing stands there; the message names the path.
    """
    return _wording(settings().tone).at(path)


def text(path: str, **values: object) -> str:
    """Return the sentence under `path` with its {names} filled in, {reach} without being told."""
    return _wording(settings().tone).text(path, reach=reach(), **values).rstrip()


def reach() -> str:
    """Return how the clinic's team is reached, or nothing where its settings do not say."""
    return clinic.wording.reach(settings())


def topics() -> dict[str, Any]:
    """Return the answers to questions: each topic with its words and sources."""
    return _topics(reach())


@functools.cache
def first_aid() -> dict[str, Any]:
    """Return the first-aid words, reviewed apart from all others."""
    return clinic.wording.read(FOLDER / "en.red_flags.yml")


@functools.cache
def _wording(tone: Tone) -> Wording:
    return Wording(FOLDER, tone)


@functools.lru_cache(maxsize=1)
def _topics(reach: str) -> dict[str, Any]:
    """Fill in {reach}, and leave the other {names} to whoever gives the answer."""
    # braces of a setting are no {names}
    literal = reach.replace("{", "{{").replace("}", "}}")
    files = sorted((FOLDER / "topics").glob("en.*.yml"))
    found = {topic: entry for file in files for topic, entry in clinic.wording.read(file).items()}
    return {
        topic: entry | {"answer": entry["answer"].replace("{reach}", literal).rstrip()}
        for topic, entry in found.items()
    }
