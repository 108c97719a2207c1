"""Moving about in the talk: back to the question before."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import ASIDE, CHECK_IN_OFFER, Conversation
from actions.order import PHOTO, PHOTO_CONSENT, ask_openly, lead_on, put
from actions.questions import question_about
from actions.turn import Turn
from actions.words import words


class GoBack(Turn):
    """Puts the question before the open one again; its answer replaces or adds to the old one."""

    called = "action_go_back"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Step back, or say that there is nothing before."""
        talk.forgive()
        is_offered = talk.asking in (PHOTO, PHOTO_CONSENT) and not talk.photo
        if is_offered or talk.stage == CHECK_IN_OFFER:
            # an offer, as of a photograph, is a step: before it stands the last question
            talk.step_back_in()
        if not talk.consented or talk.stage in ASIDE:
            lead_on(talk, out, words("navigation.nothing_before"))
            return
        open_question = talk.asking
        before = talk.step_back()
        if before is None:
            talk.asking = open_question
            lead_on(talk, out, words("navigation.nothing_before"))
        elif before == "open":
            ask_openly(talk, out, words("navigation.back"))
        else:
            question = question_about(talk.asked)
            # asked for once more on purpose, so it may be passed over or misunderstood anew
            talk.passed = [key for key in talk.passed if key not in question.asks]
            talk.attempts.pop(question.id, None)
            put(talk, out, question, words("navigation.back"))
