"""Simulated patients asked every question once, without servers: many messages in little time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from evaluation.personas import Persona, Speaker

# What is asked, as `custom.asking` has it; a list is asked together.
QUESTIONS: Final = (
    ("consent",),
    ("open",),
    ("concerns",),
    ("products",),
    ("skin_type",),
    ("symptoms",),
    ("spf_use",),
    ("spf_value", "spf_reapply"),
    ("sleep_hours", "stress"),
    ("sleep_quality",),
    ("smoking",),
    ("water_litres",),
    ("diet",),
    ("age",),
    ("procedures", "event"),
    ("goals",),
    ("pregnancy", "medications", "conditions", "allergies"),
    ("medications",),
    ("conditions",),
    ("allergies",),
    ("confirm",),
    ("confirm",),
)


def interview(persona: Persona) -> Iterator[dict[str, Any]]:
    """Yield a patient's messages as a message file has them: {"text", "asked", "facts"}."""
    speaker = Speaker(persona)
    opening = speaker.opening()
    yield {"text": opening.text, "facts": opening.facts}
    for question in (*QUESTIONS, *_details(persona)):
        message = speaker.reply(question)
        asked = question[0] if len(question) == 1 else list(question)
        yield {"text": message.text, "asked": asked, "facts": message.facts}


def messages(patients: Sequence[Persona]) -> list[dict[str, Any]]:
    """Return all messages of many interviews."""
    return [message for persona in patients for message in interview(persona)]


def _details(persona: Persona) -> Iterator[tuple[str]]:
    """Yield the questions for a product's frequency and a treatment's date."""
    for item in persona.facts["products"]:
        if item["status"] == "current":
            yield (f"products.{item['id']}.per_week",)
    for item in persona.facts.get("procedures", []):
        if item["status"] == "done":
            yield (f"procedures.{item['id']}.weeks_ago",)
