"""What the assistant says: one file a language, read once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@functools.cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return loaded


def words(path: str, language: str = "en") -> Any:
    """Return what stands under a dotted path ("consent.ask").

    Raises:
        KeyError: nothing stands there; the message names the path.
    """
    found: Any = _load(language)
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            raise KeyError(f"no words under {path!r} in {language}.yml")
        found = found[part]
    return found


def text(path: str, **values: object) -> str:
    """Return the sentence under `path` with its {names} filled in."""
    return str(words(path)).format(**values)


@functools.cache
def topics() -> dict[str, Any]:
    """Return the answers to questions: each topic with its words and sources."""
    files = sorted((FOLDER / "topics").glob("en.*.yml"))
    return {topic: entry for path in files for topic, entry in _load(f"topics/{path.stem}").items()}


def first_aid() -> dict[str, Any]:
    """Return the first-aid words, reviewed apart from all others."""
    return _load("en.red_flags")
