"""The order of an intake: what the assistant does next, whatever just happened.

Consent, one open question, only what is still missing, safety, the offer of a photograph, the
summary, the plan. A photograph that waits for its own consent comes before the next question.
"""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk.executor import CollectingDispatcher

import regimen
from actions import check_in_questions, check_in_result
from actions.conversation import CHECK_IN, Conversation, settings
from actions.questions import Question, next_question, question_about
from actions.speech import listed, say
from actions.words import text, words
from clinic import describe

# A question that was put this often without an answer is left to the clinic.
ATTEMPTS: Final = 2
# Where one of these is known already, there is no need to ask openly.
OPENING_FACTS: Final = frozenset({"concerns", "products", "symptoms"})
PHOTO_CONSENT, PHOTO = "photo_consent", "photo"
# How often a photograph is asked for, and how many that cannot be used are looked at.
PHOTOS_ASKED: Final = 3
PHOTOS_REFUSED: Final = 3


def lead_on(talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any) -> None:
    """Say `opening` and whatever comes next in the order of an intake, as one message.

    Args:
        talk: the talk; its stage and what is asked are set.
        out: collects what is said.
        opening: sentences before the question, such as what was noted.
        custom: what else the message carries (`noted`, `topic`).
    """
    talk.step_back_in()
    if talk.stage == "emergency":
        say(out, *opening, **custom)
    elif not talk.consented:
        ask_consent(talk, out, *opening, **custom)
    elif talk.needs_guardian:
        ask_guardian(talk, out, *opening, **custom)
    elif talk.photo:
        lead_to_photo(talk, out, *opening, **custom)
    elif check_in_questions.is_open(talk):
        lead_through_check_in(talk, out, *opening, **custom)
    elif talk.offer == "wanted":
        lead_to_photo(talk, out, *opening, **custom)
    elif talk.stage == "planned":
        talk.asking = None
        is_reviewed = settings().plan_delivery == "after_review"
        say(out, *opening, words("plan.idle_reviewed" if is_reviewed else "plan.idle"), **custom)
    elif not talk.opened and not OPENING_FACTS & set(talk.facts):
        ask_openly(talk, out, *opening, **custom)
    elif question := _next_open(talk):
        put(talk, out, question, *opening, **custom)
    elif talk.offer is None:
        talk.offer = "wanted"
        lead_to_photo(talk, out, *opening, words("photo.offer"), **custom)
    else:
        ask_confirmation(talk, out, *opening, **custom)


def lead_to_photo(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Ask for consent to photographs, then for one; where neither comes, go on without."""
    if talk.photo or not talk.photo_agreed:
        if talk.attempts.get(PHOTO_CONSENT, 0) < ATTEMPTS:
            ask_photo_consent(talk, out, *opening, **custom)
            return
        without = words("photo.left" if talk.photo else "photo.skipped")
    else:
        if talk.attempts.get(PHOTO, 0) < PHOTOS_ASKED:
            ask_photo(talk, out, *opening, **custom)
            return
        without = words("photo.skipped")
    talk.end_offer()
    lead_on(talk, out, *opening, without, **custom)


def lead_through_check_in(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Ask what a check-in still asks; then thank, and go on with the talk where it was."""
    while not check_in_questions.is_over(talk):
        question = check_in_questions.question(talk)
        if question and talk.attempts.get(check_in_questions.name_of(question), 0) < ATTEMPTS:
            ask_in_check_in(talk, out, question, *opening, **custom)
            return
        check_in_questions.advance(talk)
    waits = check_in_questions.waiting(talk)
    said = check_in_result.close(talk)
    if waits:
        put(talk, out, question_about(waits), *opening, *said, **custom)
    else:
        lead_on(talk, out, *opening, *said, **custom)


def ask_in_check_in(
    talk: Conversation,
    out: CollectingDispatcher,
    question: Question,
    *opening: str,
    **custom: Any,
) -> None:
    """Put a question of a check-in, beside the order of the intake; count that it was put."""
    name = check_in_questions.name_of(question)
    talk.step_aside(CHECK_IN)
    talk.asking = check_in_questions.listening(question)
    talk.attempts[name] = talk.attempts.get(name, 0) + 1
    say(out, *opening, question.ask, buttons=question.buttons, asking=question.asking, **custom)


def ask_openly(talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any) -> None:
    """Put the one open question."""
    talk.opened, talk.stage = True, "intake"
    talk.ask("open")
    say(out, *opening, words("open.ask"), asking="open", **custom)


def put(
    talk: Conversation,
    out: CollectingDispatcher,
    question: Question,
    *opening: str,
    **custom: Any,
) -> None:
    """Put a question about facts, and count that it was put."""
    talk.opened, talk.stage = True, "intake"
    talk.ask(question.asking)
    talk.attempts[question.id] = talk.attempts.get(question.id, 0) + 1
    say(out, *opening, question.ask, buttons=question.buttons, asking=question.asking, **custom)


def ask_consent(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Ask for consent; nothing about health is asked or kept before it."""
    again = talk.asking == "consent"
    talk.stage, talk.asking = "consent", "consent"
    say(
        out,
        *opening,
        "" if again else words("consent.text"),
        words("consent.ask"),
        buttons=words("consent.buttons"),
        asking="consent",
        **custom,
    )


def ask_guardian(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Ask for a guardian's consent; nothing that a minor says is kept before it."""
    talk.stage, talk.asking = "guardian", "consent"
    buttons = words("guardian.buttons")
    say(out, *opening, words("guardian.ask"), buttons=buttons, asking="consent", **custom)


def ask_photo_consent(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Ask whether photographs may be looked at and kept, and count that it was asked."""
    again = talk.asking == PHOTO_CONSENT
    talk.step_aside("photo")
    talk.asking = PHOTO_CONSENT
    talk.attempts[PHOTO_CONSENT] = talk.attempts.get(PHOTO_CONSENT, 0) + 1
    say(
        out,
        *opening,
        "" if again else photo_consent_text(),
        words("photo.ask"),
        buttons=words("photo.buttons"),
        asking=PHOTO_CONSENT,
        **custom,
    )


def photo_consent_text() -> str:
    """Return what a patient reads before a photograph may be looked at."""
    return text("photo.text", days=settings().photos_kept_days)


def ask_photo(talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any) -> None:
    """Ask for a photograph and say how a good one is taken, once; count that it was asked."""
    times = talk.attempts.get(PHOTO, 0) + talk.attempts.get("photo_refused", 0)
    talk.step_aside("photo")
    talk.asking = PHOTO
    talk.attempts[PHOTO] = talk.attempts.get(PHOTO, 0) + 1
    say(
        out,
        *opening,
        words("photo.again") if times else words("photo.coach"),
        buttons=words("photo.without"),
        asking=PHOTO,
        **custom,
    )


def ask_confirmation(
    talk: Conversation, out: CollectingDispatcher, *opening: str, **custom: Any
) -> None:
    """Read back everything that was noted and ask whether it is right."""
    talk.stage, talk.asking = "confirm", "confirm"
    say(
        out,
        *opening,
        words("summary.opening"),
        *listed(describe.lines(talk.facts)),
        words("summary.ask"),
        buttons=words("summary.buttons"),
        asking="confirm",
        **custom,
    )


def introduction() -> str:
    """Return how the assistant introduces itself."""
    return text("consent.greeting", clinic=settings().clinic_name)


def _next_open(talk: Conversation) -> Question | None:
    """Return the next question; one that was put often enough is passed over, so no talk loops."""
    missing = regimen.missing_of(talk.facts, seen=talk.seen, tuning=settings().tuning)
    while question := next_question(talk.facts, missing, talk.passed, talk.attempts):
        if talk.attempts.get(question.id, 0) < ATTEMPTS:
            return question
        talk.pass_over(question.asks)
    return None
