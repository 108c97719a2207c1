"""What comes back of a check-in: compared with what was so at the plan, and kept for the staff.

The answers are noted in the intake whose plan the patient follows, not in a new one: the plan, its
warnings and the red flags go on from there, and nobody has to tell everything anew. What was so at
the plan is not lost by that: the records supersede the rows of facts and delete none, so that the
facts as of the day on which the check-in was planned are read back (`Records.facts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import regimen
from actions import keeping
from actions.check_in_questions import HABITS, PHOTO, SKIN, advance, in_use
from actions.conversation import CHECK_IN, Conversation, settings
from actions.speech import listed
from actions.words import text, words
from analysis.progress import Change
from clinic.photographs import Looked
from clinic.records import KeptCheckIn
from clinic.records.models import now

WORSE: Final = "worse"
SAME: Final = "same"
# The reason under which staff are asked to step in.
REASON: Final = "check_in_worse"
# Of the rules' warnings, those that are said again to who is worse.
SERIOUS: Final = ("stop", "caution")
# How well sunscreen is worn, the best first; all other uses are less.
WORN: Final = ("daily", "most_days")


async def begin(talk: Conversation, due: KeptCheckIn) -> None:
    """Begin a check-in with what was so when it was planned; the same one again goes on."""
    if talk.check_in is not None and talk.check_in["id"] == due.id:
        return
    facts = await keeping.facts_at(due.intake_id, due.planned_at)
    talk.check_in = {
        "id": due.id,
        "step": SKIN,
        "then": {"load": _load(facts), "spf_use": facts.get("spf_use")},
        "result": {},
        # a question of the intake that stands open is put again behind it
        "waits": talk.asked if talk.stage == "intake" and talk.asking != "open" else [],
    }
    talk.attempts.pop(CHECK_IN, None)
    talk.attempts.pop(f"{CHECK_IN}+symptoms", None)


async def take(talk: Conversation) -> tuple[list[str], dict[str, Any]]:
    """Take what a message says to a check-in that goes on; the facts are noted already.

    Returns what is said to it, and what the message carries for it.
    """
    if talk.check_in is None:
        return [], {}
    step, said = talk.check_in["step"], []
    result = dict(talk.check_in["result"])
    if step == SKIN and talk.change is not None:
        result["skin"] = talk.change
        said.append(words(f"check_in.{talk.change}"))
    talk.check_in |= {"result": result | _compared(talk, step)}
    if step == SKIN and talk.change is not None:
        advance(talk)
    elif step == HABITS and (talk.change == SAME or talk.heard.keys() & {"products", "spf_use"}):
        if _is_kinder(talk.check_in["result"]):
            said.append(words("check_in.kinder"))
        advance(talk)
    custom = await _ask_team(talk, said)
    await _keep(talk)
    return said, custom


async def correct(talk: Conversation) -> tuple[list[str], dict[str, Any]]:
    """Take that a message is written anew and tells otherwise how the skin has changed.

    Where its check-in is over, the staff are asked to look at who is worse after all.

    Returns what is said to it, and what the message carries for it.
    """
    if talk.change is None:
        return [], {}
    said = [words(f"check_in.{talk.change}")]
    if talk.check_in is None:
        return said, (await _tell_team(talk, said)) if talk.change == WORSE else {}
    result = talk.check_in["result"] | {"skin": talk.change}
    talk.check_in |= {"result": result | _compared(talk, SKIN)}
    custom = await _ask_team(talk, said)
    await _keep(talk)
    return said, custom


async def take_red_flag(talk: Conversation, reasons: Sequence[str]) -> None:
    """Keep that a red flag came up in a check-in; an emergency ends it."""
    if talk.check_in is None:
        return
    result = talk.check_in["result"]
    flags = [*result.get("red_flags", []), *reasons]
    changed = {"skin": talk.change} if talk.change else {}
    talk.check_in |= {"result": result | changed | {"red_flags": list(dict.fromkeys(flags))}}
    await _keep(talk)


async def take_photo(talk: Conversation, before: Looked | None, changes: Sequence[Change]) -> None:
    """Keep that a photograph came with a check-in, and how it compares with an earlier one."""
    if talk.check_in is None:
        return
    photo = {
        "before": settings().day(before.at).isoformat() if before else None,
        "now": settings().day(now()).isoformat(),
        "changes": [asdict(each) for each in changes],
    }
    talk.check_in |= {"result": talk.check_in["result"] | {"photo": photo}}
    await _keep(talk)


def close(talk: Conversation) -> list[str]:
    """End what is asked in words; return what is said, with the offer of a photograph.

    Who is worse hears the rules' warnings as they are now, unless the plan has just told them.
    """
    if talk.check_in is None:
        return []
    said = [words("check_in.thanks")]
    if talk.check_in.get("team_asked") and not talk.has_new_plan:
        serious = [w["message"] for w in talk.advise()["warnings"] if w["severity"] in SERIOUS]
        said += [words("check_in.mind"), *listed(serious)] if serious else []
    wants_photo = "photo" not in talk.check_in["result"] and talk.offer == "done"
    if talk.stage == "planned" and wants_photo:
        talk.offer = "wanted"
        talk.check_in |= {"step": PHOTO}
        said.append(words("check_in.photo"))
    else:
        talk.check_in = None
    return said


def _compared(talk: Conversation, step: str) -> dict[str, Any]:
    """Return the habits then and now; "now" is None as long as nobody has told.

    Who used nothing that exfoliates and has begun nothing has told by that.
    """
    assert talk.check_in is not None  # noqa: S101  # its caller has one
    then, result = talk.check_in["then"], talk.check_in["result"]
    same = step == HABITS and talk.change == SAME
    load, spf_use = _load(talk.facts), talk.facts.get("spf_use")
    told = {
        "load": same or "products" in talk.heard or load != then["load"] or not in_use(talk.facts),
        "spf_use": same or "spf_use" in talk.heard or spf_use != then["spf_use"],
    }
    now = {
        key: value if told[key] else result.get(key, {}).get("now")
        for key, value in (("load", load), ("spf_use", spf_use))
    }
    return {key: {"before": then[key], "now": now[key]} for key in now}


async def _ask_team(talk: Conversation, said: list[str]) -> dict[str, Any]:
    """Ask the staff to step in, once, where the skin is worse or takes more than it can."""
    assert talk.check_in is not None  # noqa: S101  # its caller has one
    result = talk.check_in["result"]
    if talk.check_in.get("team_asked") or not (
        result.get("skin") == WORSE or _is_too_much(talk, result)
    ):
        return {}
    talk.check_in |= {"team_asked": True}
    return await _tell_team(talk, said)


async def _tell_team(talk: Conversation, said: list[str]) -> dict[str, Any]:
    await keeping.keep_hand_over(talk, REASON)
    said.append(text("check_in.team", clinic=settings().clinic_name))
    return {"handoff": {"reason": REASON}}


def _is_too_much(talk: Conversation, result: dict[str, Any]) -> bool:
    load = result["load"]
    has_grown = load["now"] is not None and load["now"] > load["before"]
    return has_grown and bool(load["now"] > talk.advise()["exfoliation"]["cap"])


def _is_kinder(result: dict[str, Any]) -> bool:
    """Tell whether the skin gets less of acids and scrubs, or more of sunscreen."""
    load, spf = result["load"], result["spf_use"]
    if load["now"] is not None and load["now"] > load["before"]:
        return False
    rests = load["now"] is not None and load["now"] < load["before"]
    return rests or (_rank(spf["now"]) < _rank(spf["before"]) and spf["now"] in WORN)


def _rank(spf_use: str | None) -> int:
    return WORN.index(spf_use) if spf_use in WORN else len(WORN)


def _load(facts: dict[str, Any]) -> float:
    """Return the exfoliation load of a week that the facts amount to."""
    return float(regimen.advise(facts, tuning=settings().tuning)["exfoliation"]["load"])


async def _keep(talk: Conversation) -> None:
    if talk.check_in is not None:
        await keeping.keep_check_in(talk.check_in["id"], talk.check_in["result"])
