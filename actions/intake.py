"""Taking answers: what a message states is noted, and the talk is led on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_questions, check_in_result, plan, red_flags
from actions.conversation import CHECK_IN, CHECK_IN_OFFER, Conversation
from actions.noting import Noted, note
from actions.order import PHOTO, PHOTO_CONSENT, introduction, lead_on
from actions.questions import SAFETY, TOGETHER_AT_MOST, question_about
from actions.topics import reply, topic_of
from actions.turn import Turn
from actions.words import text, words

# A bare "no" to these says that there is nothing to note.
NO_IS_NOTHING: Final = frozenset({"event", "goals", "age"})


class Greet(Turn):
    """Opens the talk, or picks it up with the question where it was."""

    called = "action_greet"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Introduce the assistant to a new patient, welcome a known one back."""
        met = talk.stage is not None
        talk.forgive()
        lead_on(talk, out, words("consent.back") if met else introduction())


class TakeAnswer(Turn):
    """Notes what a message states, and asks only what is still missing."""

    called = "action_take_answer"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Note the facts; answer a red flag that they amount to, and a question beside them."""
        new_patient = talk.stage is None
        stops = _stops(talk) if talk.questions else {}
        check_in_questions.replace_symptoms(talk)
        noted = await note(talk)
        if await red_flags.answer_derived(talk, out) == "now":
            return
        opening = [introduction()] if new_patient else []
        opening += _acknowledge(talk, noted)
        said, handoff = await check_in_result.take(talk)
        custom = await _answer_beside(talk, stops)
        opening += [*said, *custom.pop("said")]
        custom |= handoff
        await go_on(talk, out, noted, *opening, **custom)


class PassQuestion(Turn):
    """Passes over the question that was asked; consent and the summary cannot be."""

    called = "action_pass_question"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Leave the question to the clinic; a photograph without a yes goes by itself."""
        if talk.asking in ("consent", "confirm"):
            lead_on(talk, out, words(f"unclear.{talk.asking}"))
            return
        if talk.asking in (PHOTO_CONSENT, PHOTO):
            lead_on(talk, out, leave_photo(talk))
            return
        if talk.stage == CHECK_IN_OFFER:
            lead_on(talk, out, words("check_in.declined"))
            return
        if talk.stage == CHECK_IN:
            check_in_questions.advance(talk)
            lead_on(talk, out, words("passed"))
            return
        talk.pass_over(talk.asked)
        lead_on(talk, out, words("passed"))


class NotUnderstood(Turn):
    """Explains the question once, then leaves it to the clinic: never a loop."""

    called = "action_not_understood"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say that it was not understood, and put the question once more."""
        opening = [introduction()] if talk.stage is None else _not_understood(talk)
        lead_on(talk, out, *opening)


def leave_photo(talk: Conversation) -> str:
    """Go on without a photograph; return what is said to that."""
    waited = talk.photo
    talk.end_offer()
    return str(words("photo.left" if waited else "photo.skipped"))


async def go_on(
    talk: Conversation, out: CollectingDispatcher, noted: Noted, *opening: str, **custom: Any
) -> None:
    """Lead on after what was noted; a plan that it changes, or a photograph, is given anew."""
    talk.step_back_in()
    if talk.stage == "planned" and (noted.custom or talk.sees_anew):
        await plan.give(talk, out, *opening, noted=noted.custom, **custom)
        if talk.photo or talk.offer == "wanted" or check_in_questions.is_open(talk):
            lead_on(talk, out)
    else:
        lead_on(talk, out, *opening, noted=noted.custom, **custom)


async def _answer_beside(talk: Conversation, stops: Mapping[str, str]) -> dict[str, Any]:
    """Answer the question that stands beside the facts of a message.

    Where those facts bring a stop that was not there before, its words are the answer: to "I'm
    pregnant, is my retinol fine?" nothing else may be said.
    """
    topic = topic_of(talk)
    if topic is None:
        return {"said": []}
    custom = await reply(talk, topic)
    new = [message for rule, message in _stops(talk).items() if rule not in stops]
    return {**custom, "said": new or custom["said"]}


def _stops(talk: Conversation) -> dict[str, str]:
    """Return the words of each stop that holds, by its rule."""
    warnings = talk.advise()["warnings"]
    return {each["id"]: each["message"] for each in warnings if each["severity"] == "stop"}


def _acknowledge(talk: Conversation, noted: Noted) -> list[str]:
    """Return what is said to an answer before the next question."""
    if talk.heard.get("about_other"):
        talk.forgive()
        return [words("noted.other")]
    talk.pass_over(key for key in talk.nothing if key not in talk.facts)
    if len(talk.asked) > 1 and talk.heard.keys() & set(talk.asked):
        # a big day that the answer to a joint question does not name is none
        talk.pass_over(key for key in talk.asked if key in NO_IS_NOTHING and key not in talk.facts)
    if noted.sentences:
        # an answer to another question is no failure to answer this one
        talk.forgive()
        return [*noted.sentences, *([] if talk.consented else [words("consent.held")])]
    if (
        talk.intent in ("affirm", "inform")
        and len(talk.asked) > 1
        and set(talk.asked) <= set(SAFETY)
    ):
        # "some of these": from now on each part is asked alone
        talk.attempts[question_about(talk.asked).id] = TOGETHER_AT_MOST
        return []
    if talk.heard or talk.stage is None or talk.asking == "open":
        return []
    if talk.nothing:
        talk.forgive()
        return [words("noted.no")]
    if talk.intent == "deny" and set(talk.asked) & NO_IS_NOTHING:
        talk.pass_over(key for key in talk.asked if key in NO_IS_NOTHING)
        return [words("noted.no")]
    return _not_understood(talk)


def _not_understood(talk: Conversation) -> list[str]:
    """Return the words for an answer that was not understood."""
    if talk.asking in ("consent", "confirm", PHOTO_CONSENT, PHOTO):
        return [words(f"unclear.{talk.asking}")]
    if talk.stage == CHECK_IN:
        return [words("unclear.check_in")]
    if not talk.asked or talk.stage == CHECK_IN_OFFER or talk.asking == "open":
        return [words("unclear.idle")] if talk.stage in ("planned", CHECK_IN_OFFER) else []
    question = question_about(talk.asked)
    if talk.attempts.get(question.id, 0) > 1:
        talk.pass_over(question.asks)
        return [words("unclear.again")]
    return [text("unclear.first", why=question.why)]
