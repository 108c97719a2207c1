"""The plan in words: warnings first, then morning and evening, then what takes time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_questions, keeping
from actions.conversation import CHECK_IN, CHECK_IN_OFFER, Conversation, settings
from actions.speech import listed, say
from actions.words import text, words
from clinic import describe

# For the staff's eyes, never the patient's.
STAFF_ONLY = "treatments"


async def give(
    talk: Conversation,
    out: CollectingDispatcher,
    *opening: str,
    **custom: Any,
) -> None:
    """Give the plan and keep it; give it again only where it changed.

    The message that carries `plan` says nothing but the plan, so that a client may show a card
    instead of its text.
    """
    advice = talk.advise()
    shown = {key: value for key, value in advice.items() if key != STAFF_ONLY}
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    if digest == talk.plan:
        talk.stage, talk.asking = "planned", None
        say(out, *opening, words("plan.unchanged"), **custom)
        return
    first = words("plan.updated" if talk.plan else "plan.opening")
    talk.stage, talk.asking, talk.plan = "planned", None, digest
    await keeping.keep_plan(talk, advice)
    say(out, *opening, first, **custom)
    say(out, *plan_lines(advice), plan=shown)
    _say_what_is_next(talk, out)


def _say_what_is_next(talk: Conversation, out: CollectingDispatcher) -> None:
    """Say what happens next, and offer check-ins, once a plan, where nothing else is asked yet.

    The offer is no obstacle: whatever else is answered to it, it lapses.
    """
    said = text("plan.next", clinic=settings().clinic_name)
    is_busy = talk.photo or talk.offer == "wanted" or talk.check_in
    if talk.invited or is_busy or talk.intake is None or not settings().check_in_weeks:
        say(out, said)
        return
    talk.invited = True
    talk.step_aside(CHECK_IN_OFFER)
    talk.asking = CHECK_IN
    offer = text("check_in.offer", time=check_in_questions.times(settings().check_in_weeks))
    say(out, said, offer, buttons=words("check_in.offer_buttons"), asking=CHECK_IN)


def plan_lines(advice: Mapping[str, Any]) -> list[str]:
    """Return the plan as lines of text, for channels that show no card."""
    routine = advice["routine"]
    lines = _section(
        "plan.warnings", [f"{each['message']} {each['why']}" for each in advice["warnings"]]
    )
    lines = lines or [words("plan.no_warnings")]
    for part in ("am", "pm"):
        lines += _section(f"plan.{part}", [_step(step) for step in routine[part]])
    if routine["hold"]:
        lines.append(
            text("plan.hold", list=", ".join(describe.name(each) for each in routine["hold"]))
        )
    if weeks := _section("plan.timeline", [_weeks(each) for each in advice["timeline"]]):
        lines += [*weeks, words("plan.timeline_note")]
    return lines + _section("plan.lifestyle", [each["message"] for each in advice["lifestyle"]])


def _section(heading: str, items: Sequence[str]) -> list[str]:
    """Return a heading with its items, or nothing where there are none."""
    return [words(heading), *listed(items)] if items else []


def _step(step: Mapping[str, str]) -> str:
    return f"{step['step']}: {step['with']}"


def _weeks(entry: Mapping[str, Any]) -> str:
    low, high = entry["weeks"]
    return text("plan.weeks", name=describe.name(entry["concern"]), low=low, high=high)
