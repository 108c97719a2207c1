"""Looks at photographs that are kept, and says what is seen, or how to take a better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_result, keeping
from actions.conversation import Conversation, settings
from actions.order import PHOTOS_REFUSED
from actions.speech import listed, say
from actions.words import text, words
from analysis import progress
from clinic.photographs.apart import BusyError
from clinic.photographs.examiner import NotExaminedError
from clinic.wording import spoken

Report = dict[str, Any]
# Of the report; numbers, tone and measures of the face are for the staff.
FOR_PATIENTS: Final = ("photo", "quality", "findings")
ADDRESS: Final = "/api/photos"
# A photograph of other people is not kept: they were never asked.
OTHERS: Final = "several_faces"


async def look(talk: Conversation, out: CollectingDispatcher, photographs: list[str]) -> None:
    """Look at photographs and say what the clearest one shows, or why none can be used.

    What it shows feeds the plan. After a good one, or some that cannot be used, no more are asked
    for. Of several it is told once, with how many were looked at.
    """
    good: list[Report] = []
    bad: list[Report] = []
    deleted: list[str] = []
    is_busy = False
    for photograph in photographs:
        try:
            report = await keeping.examine_photo(talk, photograph)
        except BusyError:
            is_busy = True
            break
        except (NotExaminedError, LookupError):
            continue
        (good if report["quality"]["ok"] else bad).append(report)
        if OTHERS in report["quality"]["problems"]:
            gone = await keeping.discard_photo(talk, photograph)
            deleted = [words("photo.not_kept" if gone else "photo.held")]
    looked_at = len(good) + len(bad)
    if good:
        await _tell(talk, out, clearest(good), deleted, looked_at)
    elif bad:
        _ask_for_a_better_one(talk, out, bad[-1], deleted, looked_at)
    else:
        talk.end_offer()
        say(out, words("photo.busy" if is_busy else "photo.failed"))


def clearest(reports: Sequence[Report]) -> Report:
    """Return the report of the photograph to rely on: even light, true colours, a large face.

    Of equals the last one: who takes another photograph was not content with the one before.

    Args:
        reports: of photographs that can be used, at least one.
    """

    def clarity(report: Report) -> tuple[bool, bool, float]:
        is_even, is_true = report["light"]["even"], report["skin_tone"]["trusted"]
        return is_even, is_true, report["face"]["eye_distance_px"]

    return max(reversed(reports), key=clarity)


def _opening(of_one: str, looked_at: int) -> str:
    """Return the words that begin, for one photograph or for several."""
    if looked_at == 1:
        return str(words(f"photo.{of_one}"))
    return text(f"photo.several.{of_one}", count=looked_at)


async def _tell(
    talk: Conversation,
    out: CollectingDispatcher,
    report: Report,
    deleted: list[str],
    looked_at: int,
) -> None:
    """Say what is seen, show where, and tell what changed since an earlier day."""
    photograph, found = report["photo"], report["findings"]
    talk.seen = {each["id"]: each["severity"] for each in found}
    both = await keeping.photo_before(talk, photograph)
    changes = progress.compare(both[0].report, both[1].report) if both else []
    await check_in_result.take_photo(talk, both[0] if both else None, changes)
    talk.end_offer()
    say(
        out,
        _opening("seen" if found else "nothing_seen", looked_at),
        *listed(each["message"] for each in found),
        *deleted,
        words("photo.no_diagnosis"),
        image=f"{ADDRESS}/{photograph}/overlay",
        photo=_for_patients(report) | ({"progress": list(map(asdict, changes))} if changes else {}),
    )
    if both:
        before, _ = both
        say(
            out,
            words("photo.compared"),
            *listed(progress.told(changes, spoken(settings().day(before.at)))),
            image=f"{ADDRESS}/{photograph}/beside/{before.id}" if before.is_there else None,
        )


def _ask_for_a_better_one(
    talk: Conversation,
    out: CollectingDispatcher,
    report: Report,
    deleted: list[str],
    looked_at: int,
) -> None:
    refused = talk.attempts.get("photo_refused", 0) + 1
    is_last = refused >= PHOTOS_REFUSED
    say(
        out,
        _opening("refused", looked_at),
        *listed(report["quality"]["advice"]),
        *deleted,
        words("photo.enough") if is_last else "",
        photo=_for_patients(report),
    )
    talk.end_offer()
    if not is_last:
        talk.offer = "wanted"
        talk.attempts["photo_refused"] = refused


def _for_patients(report: Report) -> Report:
    return {key: report[key] for key in FOR_PATIENTS if key in report}
