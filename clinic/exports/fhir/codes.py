"""Codes of standards: `codes.yml`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from clinic.exports.fhir.resources import Json, coding
from clinic.wording import read

FILE: Final = Path(__file__).with_name("codes.yml")


def observed() -> tuple[str, ...]:
    """Return the keys of the facts that are observations."""
    return tuple(_codes()["observed"])


def of_fact(key: str) -> list[Json]:
    """Return the standards' codes of what a fact observes: one, or none."""
    return _coding(_codes()["observed"][key])


def of_answer(key: str, answer: str) -> list[Json]:
    """Return the standards' codes of an answer: one, or none."""
    return _coding(_codes()["answered"].get(key, {}).get(answer, {}))


def of_face() -> list[Json]:
    """Return the code of the face as a site of the body."""
    return _coding(_codes()["face"])


def _coding(found: dict[str, str]) -> list[Json]:
    return [coding(found["system"], found["code"], found["display"])] if found else []


@functools.cache
def _codes() -> dict[str, Any]:
    return read(FILE)
