"""Questions about skin care and the clinic: which topic is meant, and what is said to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation, settings
from actions.order import introduction, lead_on
from actions.speech import say
from actions.turn import Turn
from actions.words import text, topics, words
from clinic import describe
from regimen.case import CURRENT, Case
from regimen.conditions import Condition, compile_condition, names, parts

# Below this the classifier is right too seldom to answer; measured on tests/.../topics.jsonl.
CONFIDENT: Final = 0.25
# Beside facts a question is easily heard where none was asked.
CONFIDENT_BESIDE_FACTS: Final = 0.5
# So likely a topic must be to be offered where none is sure.
CONCEIVABLE: Final = 0.06
OFFERED: Final = 3
# "and for dark skin?" means a topic near the last one.
FOLLOWS: Final = re.compile(r"\W*(?:and|but|so|or|also|what about|how about|what if|aur|y)\b", re.I)
FEW_WORDS: Final = 4
NEARER: Final = 4.0
# Questions that only people can answer.
FOR_PEOPLE: Final = frozenset({"price_booking", "hair", "other"})


class AnswerQuestion(Turn):
    """Answers a question, and leads back to where the talk was."""

    called = "action_answer_question"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Answer the topic, ask which one is meant, or pass the question on to the team."""
        talk.forgive()
        opening = [introduction()] if talk.stage is None else []
        topic = topic_of(talk)
        if topic is None and (offered := conceivable(talk.questions)):
            _offer(talk, out, opening, offered)
            return
        custom = await reply(talk, topic)
        lead_on(talk, out, *opening, *custom.pop("said"), **custom)


async def reply(talk: Conversation, topic: str | None) -> dict[str, Any]:
    """Return what is `said` to a topic, with the message's `topic` and `handoff`.

    A question that nothing here answers is passed on to the clinic's team.
    """
    for_people = topic is None or topic in FOR_PEOPLE
    if for_people:
        await keeping.keep_hand_over(talk, topic or "other")
    handoff = {"reason": topic or "other"} if for_people else None
    if topic is None or topic not in topics():
        said = [text("control.question", clinic=settings().clinic_name)]
        return {"said": said, "handoff": handoff}
    talk.topic = topic
    return {"said": list(sentences(topic, talk.facts)), "topic": topic, "handoff": handoff}


def topic_of(talk: Conversation) -> str | None:
    """Return the topic that a message asks about, read in the light of the last one, or None."""
    likely = dict(talk.questions)
    if talk.topic in topics() and _follows(talk.message):
        near = {talk.topic, *topics()[talk.topic].get("related", [])}
        likely = {name: value * (NEARER if name in near else 1) for name, value in likely.items()}
    best = max(likely, key=lambda name: likely[name], default=None)
    needed = CONFIDENT_BESIDE_FACTS if talk.heard else CONFIDENT
    return best if best is not None and likely[best] >= needed else None


def conceivable(questions: Sequence[tuple[str, float]]) -> list[str]:
    """Return the topics that may be meant where none is sure."""
    found = [name for name, value in questions if value >= CONCEIVABLE and name in topics()]
    return found[:OFFERED]


def sentences(topic: str, facts: dict[str, Any]) -> Iterator[str]:
    """Yield what is said to a topic: what the patient's own facts mean for it, answer, sources."""
    entry, case = topics()[topic], Case(facts, tuning=settings().tuning)
    for own, holds in zip(_yours(topic), _conditions(topic), strict=True):
        if holds(case):
            yield own["say"].format(own=_own_products(own["when"], case))
            break
    yield entry["answer"].format(
        clinic=settings().clinic_name, photo_days=settings().photos_kept_days
    )
    if entry.get("sources"):
        yield text("topic.sources", list="; ".join(entry["sources"]))


def _offer(
    talk: Conversation, out: CollectingDispatcher, opening: Sequence[str], offered: Sequence[str]
) -> None:
    """Ask which topic is meant; whatever was asked before stays open."""
    buttons = [
        {"title": topics()[name]["title"], "payload": topics()[name]["question"]}
        for name in offered
    ]
    say(out, *opening, words("topic.which"), buttons=buttons, asking=talk.asking)


def _follows(message: str) -> bool:
    return bool(FOLLOWS.match(message)) or len(message.split()) <= FEW_WORDS


def _own_products(source: Mapping[str, Any], case: Case) -> str:
    """Return the patient's products that a condition names, in plain words."""
    found: dict[str, None] = {}
    for part in parts(source):
        for listed in part.get("together", [part["product"]] if "product" in part else []):
            statuses = tuple(part.get("status", CURRENT))
            found |= dict.fromkeys(item["id"] for item in case.using(names(listed), statuses))
    return text("list.and").join(describe.name(each) for each in found)


@functools.cache
def _conditions(topic: str) -> tuple[Condition, ...]:
    return tuple(compile_condition(own["when"]) for own in _yours(topic))


def _yours(topic: str) -> list[dict[str, Any]]:
    return list(topics()[topic].get("yours", []))
