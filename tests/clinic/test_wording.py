"""Words as data: found by path, replaced by a tone, and how the team is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.settings import ROOT, Settings
from clinic.wording import Wording, reach

ACTIONS = ROOT / "actions" / "words"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.yml").write_text('a: {b: "Hello {name}.", c: "Bye."}\n', "utf-8")
    return tmp_path


def test_a_sentence_is_found_and_filled_in(folder: Path) -> None:
    assert Wording(folder).text("a.b", name="Asha") == "Hello Asha."


def test_what_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(KeyError, match=r"a\.d"):
        Wording(folder).at("a.d")


def test_a_tone_replaces_some_words_and_leaves_the_others(folder: Path) -> None:
    (folder / "en.formal.yml").write_text('a: {b: "Good day {name}."}\n', "utf-8")
    formal = Wording(folder, "formal")
    assert formal.text("a.b", name="Asha") == "Good day Asha."
    assert formal.at("a.c") == "Bye."
    assert Wording(folder).text("a.b", name="Asha") == "Hello Asha."


def test_a_tone_adds_no_words_of_its_own(folder: Path) -> None:
    (folder / "en.formal.yml").write_text('a: {d: "Sir."}\n', "utf-8")
    with pytest.raises(KeyError, match="'d'"):
        Wording(folder, "formal")


def test_every_tone_asks_for_the_same_consent() -> None:
    warm, formal = Wording(ACTIONS), Wording(ACTIONS, "formal")
    for path in ("consent.text", "consent.ask", "consent.version", "guardian.ask"):
        assert warm.at(path) == formal.at(path)
    assert warm.at("consent.greeting") != formal.at("consent.greeting")


@pytest.mark.parametrize(
    ("hours", "phone", "sentence"),
    [
        ("Mon to Fri, 9 to 5", "+91 11 2345", "The team answers Mon to Fri, 9 to 5, phone +91 11 2345."),
        ("Mon to Fri, 9 to 5", None, "The team answers Mon to Fri, 9 to 5."),
        (None, "+91 11 2345", "The team's phone: +91 11 2345."),
        (None, None, ""),
    ],
)  # fmt: skip
def test_how_the_team_is_reached(hours: str | None, phone: str | None, sentence: str) -> None:
    assert reach(Settings(clinic_hours=hours, clinic_phone=phone)) == sentence
