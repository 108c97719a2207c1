"""Red flags: answered at once, on every turn, before consent too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasa_sdk.executor import CollectingDispatcher

import regimen
from actions import albums, check_in_result, keeping
from actions.conversation import Conversation, settings
from actions.noting import note
from actions.order import introduction, lead_on
from actions.receiving import set_aside, take_in
from actions.speech import say
from actions.turn import Turn
from actions.words import first_aid

CORRECTION: Final = "correct_message"
URGENCY: Final = ("now", "same_day", "soon")


class AnswerRedFlag(Turn):
    """Gives first-aid words for what a message reports."""

    called = "action_answer_red_flag"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Advise on the patient's own emergency, or on somebody else's."""
        reported = talk.heard.get("red_flags", [])
        if not reported:
            say(out, _fill(first_aid()["general"]))
            await set_aside(talk, out)
        elif talk.heard.get("about_other"):
            triage = regimen.triage_of(regimen.check({"red_flags": reported}))
            await _answer(talk, out, triage["level"], triage["reasons"], first_aid()["other"])
            await set_aside(talk, out)
        else:
            new_patient = talk.stage is None
            noted = await note(talk)
            if await answer_derived(talk, out, again=reported) == "now":
                await set_aside(talk, out)
                return
            opening = [introduction()] if new_patient else []
            said = await take_in(talk, out)
            if talk.more:
                # the advice is out; the last photograph leads on
                albums.hold(talk, noted)
                return
            noted = albums.gather(talk, noted)
            lead_on(talk, out, *opening, *noted.sentences, *said, noted=noted.custom)


class StayWithEmergency(Turn):
    """Stays with the emergency: no questions until the patient starts again."""

    called = "action_stay_with_emergency"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Repeat where help is, or answer a new red flag that the message adds up to.

        What is no message of its own is passed over: a mended typo, and one photograph of several.
        """
        is_correction = talk.intent == CORRECTION
        changes = await note(talk, origin="corrected" if is_correction else None)
        if await answer_derived(talk, out) is None:
            if talk.more or (is_correction and not changes.sentences):
                await set_aside(talk, out)
                say(out, silent=True)
                return
            kind = "stay_self_harm" if "self_harm" in talk.alarms else "stay"
            say(out, _fill(first_aid()[kind]), triage="now")
        await set_aside(talk, out)


async def answer_derived(
    talk: Conversation, out: CollectingDispatcher, again: Sequence[str] = ()
) -> str | None:
    """Answer the reasons of triage that are new, and return their level, or None.

    The reasons come from the facts of the whole talk, not from this message alone. `now` ends the
    questioning. Reasons in `again` are answered although they were before.
    """
    triage = regimen.triage_of(talk.facts, seen=talk.seen)
    reasons = [each for each in triage["reasons"] if each not in talk.alarms or each in again]
    if not reasons:
        return None
    talk.alarms += [each for each in reasons if each not in talk.alarms]
    level = level_of(reasons)
    await _answer(talk, out, level, reasons)
    await check_in_result.take_red_flag(talk, reasons)
    if level == "now":
        talk.check_in = None
        talk.stage, talk.asking = "emergency", None
    return level


def level_of(reasons: list[str]) -> str:
    """Return the most urgent level among the reasons."""
    return next(level for level in URGENCY if set(first_aid()[level]) & set(reasons))


async def _answer(
    talk: Conversation,
    out: CollectingDispatcher,
    level: str,
    reasons: list[str],
    opening: str = "",
) -> None:
    """Say the first-aid words, the most urgent first, and keep the alarm for the staff."""
    advice = [
        _fill(first_aid()[each][reason])
        for each in URGENCY
        for reason in first_aid()[each]
        if reason in reasons
    ]
    say(out, opening, *advice, triage=level)
    await keeping.keep_alarm(talk, level, reasons)


def _fill(sentence: str) -> str:
    numbers = settings().emergency
    return sentence.format(emergency=numbers.number, crisis=numbers.crisis)
