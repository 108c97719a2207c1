"""Every button is understood: what it sends answers the question that it stands under."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding.reader import FactReader

WORDS = yaml.safe_load(
    (Path(__file__).parents[3] / "actions" / "words" / "en.yml").read_text("utf-8")
)
# They answer by leaving the question open, which is for the classifier; so is "no big day".
LEFT_OPEN = {"Not sure", "Skip"}
NO_IS_NOTHING = ["event"]


def payload(button: Any) -> str:
    return str(button if isinstance(button, str) else button["payload"])


BUTTONS = [
    (payload(button), question["asks"])
    for question in WORDS["questions"]
    if question["asks"] != NO_IS_NOTHING
    for button in question["buttons"]
    if payload(button) not in LEFT_OPEN
]
DETAILS = [
    (payload(button), [key])
    for name, key in (
        ("per_week", "products.glycolic_acid.per_week"),
        ("weeks_ago", "procedures.laser.weeks_ago"),
    )
    for button in WORDS[name]["buttons"]
    if payload(button) not in LEFT_OPEN
]
SAFETY = ["pregnancy", "medications", "conditions", "allergies"]


@pytest.mark.parametrize(("text", "asks"), [*BUTTONS, *DETAILS])
def test_a_button_answers_its_question(reader: FactReader, text: str, asks: list[str]) -> None:
    facts = reader.read(text, asks if len(asks) > 1 else asks[0])
    assert {key.split(".")[0] for key in asks} & set(facts), facts


def test_none_of_the_safety_questions_answers_them_all(reader: FactReader) -> None:
    safety = WORDS["safety"]
    assert set(reader.read(safety["not_pregnant"], SAFETY)) == set(SAFETY)
    assert set(reader.read(safety["none"], SAFETY[1:])) == set(SAFETY[1:])
