"""The plan is given, or goes to the clinic's review first; then what happens next is said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_questions, keeping
from actions.conversation import CHECK_IN, CHECK_IN_OFFER, Conversation, settings
from actions.speech import listed, say
from actions.words import text, words
from clinic.plan_in_words import plan_lines
from clinic.records.plans import shown_to_patient


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
    shown = shown_to_patient(advice)
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    if digest == talk.plan:
        talk.stage, talk.asking = "planned", None
        say(out, *opening, words("plan.unchanged"), **custom)
        return
    first = words("plan.updated" if talk.plan else "plan.opening")
    talk.stage, talk.asking, talk.plan = "planned", None, digest
    held = settings().plan_delivery == "after_review" and talk.intake is not None
    await keeping.keep_plan(talk, advice, held=held)
    if held:
        say(out, *opening, words("plan.in_review"), *_meanwhile(advice), **custom)
    else:
        say(out, *opening, first, **custom)
        say(out, *plan_lines(advice, settings().tone), plan=shown)
    _say_what_is_next(talk, out)


def _meanwhile(advice: Mapping[str, Any]) -> list[str]:
    """Return what must not wait for a review: the warnings that stop something."""
    grave = [each["message"] for each in advice["warnings"] if each["severity"] == "stop"]
    return [words("plan.meanwhile"), *listed(grave)] if grave else []


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
