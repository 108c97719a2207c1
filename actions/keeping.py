"""What the clinic keeps of a talk, and only once the patient has agreed to it."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from actions.conversation import Conversation, settings
from actions.words import words
from clinic.photographs import Looked, Photographs
from clinic.photographs.examiner import Examiner
from clinic.records import CheckIns, KeptCheckIn, Records
from clinic.records.holds import HeldError
from clinic.records.models import now


@functools.cache
def records() -> Records:
    """Return the clinic's records, opened once a process."""
    return Records.open(settings())


@functools.cache
def photographs() -> Photographs:
    """Return the clinic's photographs, opened once a process."""
    return Photographs.open(settings())


@functools.cache
def check_ins() -> CheckIns:
    """Return the clinic's check-ins, opened once a process."""
    return CheckIns.open(settings())


@functools.cache
def examiner() -> Examiner:
    """Return who looks at photographs, one for the process."""
    return Examiner(photographs())


async def open_intake(talk: Conversation) -> None:
    """Store the consents with the very texts that were shown, and whatever was said before them."""

    def keep() -> int:
        intake = talk.intake
        if intake is None:
            _keep_consent(talk, "intake", words("consent.text"), words("consent.ask"))
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


async def take_in_corrections(talk: Conversation) -> None:
    """Take in what staff put right: that counts until the patient says otherwise."""
    if talk.intake is not None:
        talk.facts |= await asyncio.to_thread(records().put_right, talk.intake)


def _keep_consent(talk: Conversation, kind: str, *shown: str, given: bool = True) -> None:
    records().give_consent(
        talk.sender,
        talk.channel,
        kind=kind,
        version=words("photo.version" if kind == "photo" else "consent.version"),
        text="\n".join(shown),
        given=given,
    )


async def keep_photo(talk: Conversation, photograph: str) -> None:
    """Keep a photograph by the consent that was given before.

    Raises:
        NotConsentedError: the patient has not agreed to it yet.
        LookupError: there is no such photograph of the patient.
    """
    await asyncio.to_thread(photographs().keep, talk.sender, photograph)


async def answer_photo_consent(talk: Conversation, *shown: str, given: bool) -> list[str]:
    """Store the answer with the very text that was shown; keep or delete what waited for it.

    Returns which photographs that were: they may be gone after a day.
    """

    def settle() -> list[str]:
        _keep_consent(talk, "photo", *shown, given=given)
        store = photographs()
        return _each_of(talk, talk.photo, store.keep if given else store.discard)

    return await asyncio.to_thread(settle)


async def discard_photo(talk: Conversation, photograph: str) -> bool:
    """Delete a photograph that may not be kept; return whether it is gone: a hold keeps it."""

    def discard() -> bool:
        try:
            _each_of(talk, [photograph], photographs().discard)
        except HeldError:
            return False
        return True

    return await asyncio.to_thread(discard)


async def erase_photos(talk: Conversation) -> bool:
    """Delete every photograph of the patient; the consent to them is withdrawn.

    Returns whether they are gone: what is on hold is deleted once that ends.
    """
    return await asyncio.to_thread(
        functools.partial(records().withdraw_consent, talk.sender, kind="photo")
    )


async def count_photos(talk: Conversation) -> int:
    """Return how many photographs are kept of the patient."""
    return len(await asyncio.to_thread(photographs().kept, talk.sender))


def prepare_examiner() -> None:
    """Make ready for a photograph that is about to come; where that fails, it is told then."""
    with suppress(Exception):
        examiner().prepare()


async def examine_photo(talk: Conversation, photograph: str) -> dict[str, Any]:
    """Return the report of a photograph that is kept.

    Raises:
        BusyError, NotExaminedError, LookupError: as of `Examiner.examine`.
    """
    return await examiner().examine(talk.sender, photograph)


async def unseen_photos(talk: Conversation) -> list[str]:
    """Return the ids of photographs that are kept and were not looked at yet."""
    return await asyncio.to_thread(photographs().unseen, talk.sender)


async def photo_before(talk: Conversation, photograph: str) -> tuple[Looked, Looked] | None:
    """Return the last good photograph of an earlier day and this one, or None."""
    day = settings().day
    looked = await asyncio.to_thread(photographs().looked_at, talk.sender)
    now = next((each for each in looked if each.id == photograph), None)
    before = [
        each
        for each in looked
        if now and day(each.at) < day(now.at) and each.report["quality"]["ok"]
    ]
    return (before[-1], now) if now and before else None


def _each_of(talk: Conversation, ids: Iterable[str], do: Callable[[str, str], None]) -> list[str]:
    done = []
    for photograph in ids:
        with suppress(LookupError):
            do(talk.sender, photograph)
            done.append(photograph)
    return done


async def begin_intake(talk: Conversation) -> None:
    """Open a new intake for a patient who starts again."""
    talk.intake = await asyncio.to_thread(records().begin_intake, talk.sender, talk.channel)


async def keep_facts(
    talk: Conversation, changed: Mapping[str, Any], origin: str | None = None
) -> None:
    """Store the merged values of the keys that this turn changed; None withdraws a key."""
    if talk.intake is not None and changed:
        await asyncio.to_thread(
            functools.partial(
                records().note, talk.intake, changed, message=talk.message, origin=origin
            )
        )


async def keep_plan(talk: Conversation, advice: Mapping[str, Any], *, held: bool) -> None:
    """Store the plan, its warnings as given and its triage; the intake is complete.

    A plan that is held reaches the patient once the clinic has approved it.
    """
    if talk.intake is not None:
        await asyncio.to_thread(records().complete, talk.intake, advice, held=held)


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


async def plan_check_ins(talk: Conversation) -> None:
    """Plan to ask how the skin is, so many weeks from now as the settings say."""
    if talk.intake is not None:
        weeks = settings().check_in_weeks
        await asyncio.to_thread(check_ins().plan, talk.intake, weeks, now())


async def cancel_check_ins(talk: Conversation) -> int:
    """Cancel what the patient was to be asked; return how many check-ins that were."""
    return await asyncio.to_thread(check_ins().cancel, talk.sender)


async def due_check_in(talk: Conversation) -> KeptCheckIn | None:
    """Return the patient's check-in that this turn begins; None where there is none such."""
    if talk.due is None:
        return None
    return await asyncio.to_thread(check_ins().of_patient, talk.sender, talk.due)


async def keep_check_in(check_in: int, result: Mapping[str, Any]) -> None:
    """Store what came back of a check-in, as far as it did."""
    await asyncio.to_thread(check_ins().answer, check_in, result)


async def facts_at(intake: int, at: dt.datetime) -> dict[str, Any]:
    """Return the facts of an intake as they were at a time."""
    return await asyncio.to_thread(records().facts, intake, at)


async def keep_hand_over(talk: Conversation, reason: str) -> None:
    """Store that the patient asks for a person."""
    await asyncio.to_thread(
        functools.partial(records().hand_over, talk.sender, talk.channel, reason=reason)
    )


async def forget_talk(talk: Conversation) -> bool:
    """Delete what was sent before consent was refused; an alarm for the staff stays.

    Returns whether it is gone, as of `erase`.
    """
    return _forgotten(talk, await asyncio.to_thread(records().forget_talk, talk.sender))


async def erase(talk: Conversation) -> bool:
    """Delete all records of the patient; the tracker store forgets the talk itself.

    Returns whether they are gone: what is on hold is deleted once that ends.
    """
    return _forgotten(talk, await asyncio.to_thread(records().erase, talk.sender))


def _forgotten(talk: Conversation, gone: bool) -> bool:
    """Let the talk know nothing any more, whether or not the records do."""
    talk.erase = gone
    if not gone:
        talk.forget_all()
    return gone
