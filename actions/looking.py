"""Looks at photographs that are kept, and says what is seen, or how to take a better one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.order import PHOTOS_REFUSED
from actions.speech import say
from actions.words import words
from analysis import progress
from clinic.photographs.examiner import BusyError, NotExaminedError
from clinic.wording import spoken

Report = dict[str, Any]
# Of the report; numbers, tone and measures of the face are for the staff.
FOR_PATIENTS: Final = ("photo", "quality", "findings")
ADDRESS: Final = "/api/photos"
BULLET: Final = "• "
# A photograph of other people is not kept: they were never asked.
OTHERS: Final = "several_faces"


async def look(talk: Conversation, out: CollectingDispatcher, photographs: list[str]) -> None:
    """Look at photographs and say what the last good one shows, or why none can be used.

    What it shows feeds the plan. After a good one, or some that cannot be used, no more are asked
    for.
    """
    good: Report | None = None
    bad: Report | None = None
    for photograph in photographs:
        try:
            report = await keeping.examine_photo(talk, photograph)
        except BusyError:
            talk.end_offer()
            say(out, words("photo.busy"))
            return
        except (NotExaminedError, LookupError):
            continue
        if report["quality"]["ok"]:
            good = report
        else:
            bad = report
            if OTHERS in report["quality"]["problems"]:
                await keeping.discard_photo(talk, photograph)
    if good:
        await _tell(talk, out, good)
    elif bad:
        _ask_for_a_better_one(talk, out, bad)
    else:
        talk.end_offer()
        say(out, words("photo.failed"))


async def _tell(talk: Conversation, out: CollectingDispatcher, report: Report) -> None:
    """Say what is seen, show where, and tell what changed since an earlier day."""
    photograph, found = report["photo"], report["findings"]
    talk.end_offer()
    talk.seen = {each["id"]: each["severity"] for each in found}
    both = await keeping.photo_before(talk, photograph)
    changes = progress.compare(both[0].report, both[1].report) if both else []
    say(
        out,
        words("photo.seen" if found else "photo.nothing_seen"),
        *(BULLET + each["message"] for each in found),
        words("photo.no_diagnosis"),
        image=f"{ADDRESS}/{photograph}/overlay",
        photo=_for_patients(report) | ({"progress": list(map(asdict, changes))} if changes else {}),
    )
    if both:
        before, _ = both
        say(
            out,
            words("photo.compared"),
            *(BULLET + each for each in progress.told(changes, spoken(before.at.date()))),
            image=f"{ADDRESS}/{photograph}/beside/{before.id}" if before.is_there else None,
        )


def _ask_for_a_better_one(talk: Conversation, out: CollectingDispatcher, report: Report) -> None:
    quality = report["quality"]
    refused = talk.attempts.get("photo_refused", 0) + 1
    is_last = refused >= PHOTOS_REFUSED
    others = OTHERS in quality["problems"]
    say(
        out,
        words("photo.refused"),
        *(BULLET + each for each in quality["advice"]),
        words("photo.not_kept") if others else "",
        words("photo.enough") if is_last else "",
        photo=_for_patients(report),
    )
    talk.end_offer()
    if not is_last:
        talk.offer = "wanted"
        talk.attempts["photo_refused"] = refused


def _for_patients(report: Report) -> Report:
    return {key: report[key] for key in FOR_PATIENTS if key in report}
