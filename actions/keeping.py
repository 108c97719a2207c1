"""What the clinic keeps of a talk, and only once the patient has agreed to it."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Mapping
from typing import Any

from actions.conversation import Conversation, settings
from actions.words import words
from clinic.records import Records


@functools.cache
def records() -> Records:
    """Return the clinic's records, opened once a process."""
    return Records.open(settings())


async def open_intake(talk: Conversation) -> None:
    """Store the consents with the very texts that were shown, and whatever was said before them."""

    def keep() -> int:
        intake = talk.intake
        if intake is None:
            _keep_consent(talk, "intake", f"{words('consent.text')}\n{words('consent.ask')}")
            intake = records().begin_intake(talk.sender, talk.channel)
        if talk.guardian:
            _keep_consent(talk, "guardian", words("guardian.ask"))
        for message in dict.fromkeys(talk.sources.values()):
            keys = [key for key, source in talk.sources.items() if source == message]
            facts = {key: talk.facts.get(key) for key in keys}
            records().note(intake, facts, message=message)
        return intake

    talk.intake = await asyncio.to_thread(keep)
    talk.sources = {}


def _keep_consent(talk: Conversation, kind: str, shown: str) -> None:
    version = words("consent.version")
    records().give_consent(
        talk.sender, talk.channel, kind=kind, version=version, text=shown, given=True
    )


async def begin_intake(talk: Conversation) -> None:
    """Open a new intake for a patient who starts again."""
    talk.intake = await asyncio.to_thread(records().begin_intake, talk.sender, talk.channel)


async def keep_facts(talk: Conversation, changed: Mapping[str, Any]) -> None:
    """Store the merged values of the keys that this turn changed; None withdraws a key."""
    if talk.intake is not None and changed:
        await asyncio.to_thread(records().note, talk.intake, changed, message=talk.message)


async def keep_plan(talk: Conversation, advice: Mapping[str, Any]) -> None:
    """Store the plan, its warnings as given and its triage; the intake is complete."""
    if talk.intake is not None:
        await asyncio.to_thread(records().complete, talk.intake, advice)


async def keep_alarm(talk: Conversation, level: str, reasons: list[str]) -> None:
    """Store a red flag for the staff; an emergency needs no consent."""
    await asyncio.to_thread(
        functools.partial(
            records().flag,
            talk.intake,
            sender=talk.sender,
            channel=talk.channel,
            level=level,
            reasons=reasons,
            message=talk.message,
        )
    )


async def keep_hand_over(talk: Conversation, reason: str) -> None:
    """Store that the patient asks for a person."""
    await asyncio.to_thread(
        functools.partial(records().hand_over, talk.sender, talk.channel, reason=reason)
    )


async def forget_talk(talk: Conversation) -> None:
    """Delete what was written before consent was refused; an alarm for the staff stays."""
    await asyncio.to_thread(records().forget_talk, talk.sender)
    talk.erase = True


async def erase(talk: Conversation) -> None:
    """Delete all records of the patient; the tracker store forgets the talk itself."""
    await asyncio.to_thread(records().erase, talk.sender)
    talk.erase = True
