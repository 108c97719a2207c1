"""What a check-in asks: how the skin is, then the habits that mattered at the plan.

Its state is the slot `check_in`: the `id` of the check-in, its `step`, what was so `then`, the
`result` as far as it came back, and which question of the intake `waits`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from actions.conversation import CHECK_IN, Conversation
from actions.questions import Question, question_about
from actions.words import text, words
from clinic import describe
from regimen.case import Case
from regimen.knowledge import members, weights

# The steps: two questions, then thanks; a photograph is offered behind these, by the talk itself.
SKIN, HABITS, THANKS, PHOTO = "skin", "habits", "thanks", "photo"
NEXT: Final = {SKIN: HABITS, HABITS: THANKS}
SYMPTOMS: Final = "symptoms"
# Who wears sunscreen every day is not asked again.
WORN: Final = "daily"
DAYS_IN_A_WEEK: Final = 7


def is_open(talk: Conversation) -> bool:
    """Tell whether a check-in still has something to say, a photograph aside."""
    return talk.check_in is not None and talk.check_in["step"] != PHOTO


def is_over(talk: Conversation) -> bool:
    """Tell whether a check-in asks nothing more."""
    return talk.check_in is None or talk.check_in["step"] not in NEXT


def waiting(talk: Conversation) -> list[str]:
    """Return what the intake asked when the check-in began, unless it has just been asked too."""
    waits = talk.check_in["waits"] if talk.check_in else []
    result = talk.check_in["result"] if talk.check_in else {}
    told = {"spf_use": "spf_use", "products": "load"}
    is_told = any(_is_told(result, told.get(key.split(".")[0], "")) for key in waits)
    return [] if is_told or talk.stage != "intake" else waits


def opening(weeks: int, planned_at: dt.datetime, now: dt.datetime) -> str:
    """Return the words that begin a check-in; they name the time since the plan.

    Args:
        weeks: after how many weeks it was due.
        planned_at: when these began.
        now: when it is asked, which may be later.
    """
    since = max(weeks, round((now - planned_at).days / DAYS_IN_A_WEEK))
    once = words("check_in.since_week")
    return text(
        "check_in.opening", time=once if since == 1 else text("check_in.since_weeks", weeks=since)
    )


def times(weeks: tuple[int, ...]) -> str:
    """Return after which weeks a patient is asked: "4 and 8 weeks"."""
    return _weeks(sorted(weeks))


def question(talk: Conversation) -> Question | None:
    """Return the question of the step that a check-in is at, or None where it has none."""
    if talk.check_in is None:
        return None
    if talk.check_in["step"] == SKIN:
        return _about_skin(talk.facts)
    if talk.check_in["step"] == HABITS:
        return _about_habits(talk.facts, talk.check_in["result"])
    return None


def listening(asked: Question) -> str | list[str]:
    """Return what the understanding takes as asked.

    Bare words to a question about several products are of none of them, so these are listened to
    as products are that a patient names.
    """
    products = [key for key in asked.asks if key.startswith("products.")]
    return "products" if len(products) > 1 else asked.asking


def advance(talk: Conversation) -> None:
    """Go on to the next step."""
    if talk.check_in is not None:
        talk.check_in |= {"step": NEXT[talk.check_in["step"]]}
        if asked := question(talk):
            # put as often as any question, however often it was in the intake
            talk.attempts.pop(name_of(asked), None)


def name_of(asked: Question) -> str:
    """Return what counts how often a question was put, as `Conversation.forgive` names it."""
    heard = listening(asked)
    return heard if isinstance(heard, str) else "+".join(heard)


def replace_symptoms(talk: Conversation) -> None:
    """Take out symptoms that were there at the plan where the answer names others instead.

    What is merged would unite them: "better, only a bit red" ends the burning.
    """
    heard = talk.heard.get(SYMPTOMS)
    if not heard or CHECK_IN not in talk.asked:
        return
    gone = [[SYMPTOMS, each] for each in talk.facts.get(SYMPTOMS, []) if each not in heard]
    talk.heard["retracted"] = [*talk.heard.get("retracted", []), *gone]


def in_use(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the exfoliants and retinoids that are in use."""
    return Case(dict(facts)).using(frozenset(weights()) | members("retinoid_any"))


def _about_skin(facts: Mapping[str, Any]) -> Question:
    why = words("why.check_in")
    if facts.get(SYMPTOMS):
        was = text("check_in.symptoms", list=describe.value(SYMPTOMS, facts[SYMPTOMS]))
        ask = f"{was} {words('check_in.skin')}"
        return Question((CHECK_IN, SYMPTOMS), ask, why, words("check_in.symptoms_buttons"))
    return Question((CHECK_IN,), words("check_in.skin"), why, words("check_in.skin_buttons"))


def _about_habits(facts: Mapping[str, Any], result: Mapping[str, Any]) -> Question | None:
    """Return the question about acids, retinoids and sunscreen, as far as nothing was said yet."""
    items = [] if _is_told(result, "load") else in_use(facts)
    asks_sun = not _is_told(result, "spf_use") and facts.get("spf_use") != WORN
    keys = [f"products.{item['id']}.per_week" for item in items]
    if not items:
        return question_about(["spf_use"]) if asks_sun else None
    used = describe.value("products", items)
    one = len(items) == 1
    if asks_sun:
        sunscreen = (
            describe.name(facts["spf_use"]) if "spf_use" in facts else words("check_in.untold")
        )
        ask = text("check_in.habits", products=used, sunscreen=sunscreen)
        keys.append("spf_use")
    else:
        ask = text("check_in.products", products=used)
    buttons = words("check_in.product_buttons" if one and not asks_sun else "check_in.same_buttons")
    return Question(tuple(keys), ask, words("why.check_in"), buttons)


def _is_told(result: Mapping[str, Any], key: str) -> bool:
    return result.get(key, {}).get("now") is not None


def _weeks(weeks: list[int]) -> str:
    if weeks == [1]:
        return str(words("check_in.week"))
    *others, last = map(str, weeks)
    listed = ", ".join(others) + words("list.and") + last if others else last
    return text("check_in.weeks", weeks=listed)
