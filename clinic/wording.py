"""What patients read: one file of words a language, found by dotted paths ("consent.ask")."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any, Final

import yaml

from clinic.setting_kinds import Tone
from clinic.settings import Settings

LANGUAGE: Final = "en"
FOLDER: Final = Path(__file__).with_name("words")


class Wording:
    """The words of a folder, `<language>.yml`; `<language>.<tone>.yml` replaces some of them."""

    def __init__(self, folder: Path, tone: Tone = "warm", language: str = LANGUAGE) -> None:
        """Read the files.

        Raises:
            FileNotFoundError: there are no words in the language.
        """
        self._name = f"{language}.yml"
        self._words = read(folder / self._name)
        toned = folder / f"{language}.{tone}.yml"
        if toned.exists():
            _replace(self._words, read(toned), toned.name)

    def at(self, path: str) -> Any:
        """Return what stands under a dotted path.

        Raises:
            KeyError: nothing stands there; the message names the path.
        """
        found: Any = self._words
        for part in path.split("."):
            if not isinstance(found, dict) or part not in found:
                raise KeyError(f"no words under {path!r} in {self._name}")
            found = found[part]
        return found

    def text(self, path: str, **values: object) -> str:
        """Return the sentence under `path` with its {names} filled in."""
        return str(self.at(path)).format(**values)


def read(file: Path) -> dict[str, Any]:
    """Return the content of a file of words."""
    content: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return content


def reach(settings: Settings) -> str:
    """Return how the clinic's team is reached, or nothing where its settings do not say."""
    hours, phone = settings.clinic_hours, settings.clinic_phone
    if not hours and not phone:
        return ""
    known = "both" if hours and phone else "hours" if hours else "phone"
    return _own().text(f"reach.{known}", hours=hours, phone=phone)


def spoken(day: dt.date) -> str:
    """Return a day as patients read it: "3 May 2026"."""
    words = _own()
    return words.text("day", day=day.day, month=words.at("months")[day.month - 1], year=day.year)


@functools.cache
def _own() -> Wording:
    return Wording(FOLDER)


def _replace(words: dict[str, Any], other: dict[str, Any], file: str) -> None:
    for key, value in other.items():
        if key not in words or isinstance(words[key], dict) is not isinstance(value, dict):
            raise KeyError(f"{file} replaces {key!r}, which is not there")
        if isinstance(value, dict):
            _replace(words[key], value, file)
        else:
            words[key] = value
