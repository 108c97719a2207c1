"""A plan as lines of text: warnings first, then morning and evening, then what takes time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from clinic import describe
from clinic.setting_kinds import Tone
from clinic.wording import FOLDER, Wording

# How a line of a list begins; the channels read it.
BULLET: Final = "• "


def plan_lines(advice: Mapping[str, Any], tone: Tone) -> list[str]:
    """Return the plan as lines of text, for channels that show no card.

    Args:
        advice: the answer of the rules; what is for the staff's eyes is left out.
        tone: how patients are addressed.
    """
    words = Wording(FOLDER, tone)

    def section(name: str, items: Sequence[str]) -> list[str]:
        """Return a heading with its items, or nothing where there are none."""
        return [words.text(f"plan.{name}"), *(BULLET + each for each in items)] if items else []

    routine = advice["routine"]
    lines = section("warnings", [f"{each['message']} {each['why']}" for each in advice["warnings"]])
    lines = lines or [words.text("plan.no_warnings")]
    for part in ("am", "pm"):
        lines += section(part, [f"{step['step']}: {step['with']}" for step in routine[part]])
    if routine["hold"]:
        lines.append(words.text("plan.hold", list=", ".join(map(describe.name, routine["hold"]))))
    spans = [
        words.text("plan.weeks", name=describe.name(each["concern"]), low=low, high=high)
        for each in advice["timeline"]
        for low, high in [each["weeks"]]
    ]
    if spans:
        lines += [*section("timeline", spans), words.text("plan.timeline_note")]
    return lines + section("lifestyle", [each["message"] for each in advice["lifestyle"]])
