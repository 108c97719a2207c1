"""What a patient can ask for at any moment, and is then led back to the talk."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import CHECK_IN, CHECK_IN_OFFER, Conversation, settings
from actions.order import PHOTO, PHOTO_CONSENT, introduction, lead_on
from actions.questions import question_about
from actions.speech import listed, say
from actions.turn import Turn
from actions.words import text, words
from clinic import describe

SPOKEN_FOR = ("consent", "open", "confirm", PHOTO_CONSENT, PHOTO)


class ExplainQuestion(Turn):
    """Says why the question is asked, and asks it again."""

    called = "action_explain_question"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Give the question's own reason."""
        _lead_back(talk, out, text("why.opening", why=_reason(talk)))


class TellNoted(Turn):
    """Reads back everything that was noted."""

    called = "action_tell_noted"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Give each fact on a line, as the carried facts too."""
        lines = listed(describe.lines(talk.facts))
        if kept := await keeping.count_photos(talk):
            lines.append(text("photo.noted", count=kept))
        _lead_back(talk, out, words("noted.all" if lines else "noted.nothing"), *lines)


class HandOver(Turn):
    """Asks the staff to step in."""

    called = "action_hand_over"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Leave a note for the team and say so."""
        await keeping.keep_hand_over(talk, "asked_for_person")
        said = text("control.handed_over", clinic=settings().clinic_name)
        _lead_back(talk, out, said, handoff={"reason": "asked_for_person"})


class StartAgain(Turn):
    """Begins a new intake; the consent stands."""

    called = "action_start_again"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Forget the facts of this intake in the talk; the records keep it as abandoned."""
        talk.forget()
        if talk.consented:
            await keeping.begin_intake(talk)
            lead_on(talk, out, words("control.restarted"))
        else:
            lead_on(talk, out, introduction())


class Pause(Turn):
    """Stops for now: nothing is asked until the patient is back, weeks later neither."""

    called = "action_pause"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Let the patient go; end a check-in, and cancel those to come."""
        talk.check_in = None
        if talk.stage in (CHECK_IN, CHECK_IN_OFFER):
            talk.step_back_in()
            talk.asking = None
        cancelled = await keeping.cancel_check_ins(talk)
        say(out, words("control.paused"), words("check_in.cancelled") if cancelled else "")


class Welcome(Turn):
    """Answers thanks."""

    called = "action_welcome"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Be polite, and put an open question once more."""
        _lead_back(talk, out, words("control.welcome"))


class LeadBack(Turn):
    """Answers what has nothing to do with skin."""

    called = "action_lead_back"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say what the assistant is for, kindly, and lead back.

        Unlike a question in between it counts as a failed answer, so that no talk goes in circles.
        """
        _put_again(talk, out, words("control.off_topic"))


class TellLanguages(Turn):
    """Answers what is written in a language that cannot be read."""

    called = "action_tell_languages"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say which languages can be read, and put the open question with its buttons once more."""
        _put_again(talk, out, words("control.other_language"))


def _reason(talk: Conversation) -> str:
    if not talk.asked:
        return str(words("why.idle"))
    if talk.stage in (CHECK_IN, CHECK_IN_OFFER):
        return str(words("why.check_in"))
    if talk.asking in SPOKEN_FOR:
        return str(words(f"why.{talk.asking}"))
    return question_about(talk.asked).why


def _put_again(talk: Conversation, out: CollectingDispatcher, said: str) -> None:
    """Say what is no answer, and put the open question again; it counts as a failed answer."""
    opening = [introduction()] if talk.stage is None else []
    lead_on(talk, out, *opening, said)


def _lead_back(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: object
) -> None:
    """Answer in between; the open question is put again without counting as a failed answer."""
    talk.forgive()
    lead_on(talk, out, *opening, **custom)
