"""Which intent a message has that was written anew: it is a correction, not a turn of its own.

Whatever its words would mean by themselves, it is `correct_message`, but for these:

1. An emergency in the new words comes first, as always. One that they leave out is not taken back.
2. Where the question that the old words failed to answer is open still, the new words answer it as
   any message would. A question whether all shall be deleted is never answered by an edit: its yes
   must be a yes to that very question.
3. A yes by which the patient consented, written anew as a no, takes back what it allowed: to the
   intake, the patient is asked whether all shall be deleted; to photographs, they are deleted; to
   being asked again some weeks after the plan, nothing is asked.
4. Who now asks for a person, or for erasure, and did not before, is heard.

So an edit of a yes or no by which the talk has gone on changes nothing else: the talk stays where
it is.
"""

from __future__ import annotations

from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.understanding.check_ins import CHANGE_INTENT, CHECK_IN, STAGE_SLOT
from bot.understanding.component import ASKING_SLOT
from bot.understanding.corrections import Former, replaced

CORRECTION_INTENT = "correct_message"
RED_FLAG_INTENT = "report_red_flag"
INFORM_INTENT, AFFIRM, DENY = "inform", "affirm", "deny"
# What a no takes back, by what was asked: the intent, and the slot that tells that it was allowed.
TAKEN_BACK = {
    "consent": ("erase", "consented"),
    "photo_consent": ("erase_photo", "photo_agreed"),
    CHECK_IN: ("stop", "invited"),
}
HEARD_ALWAYS = frozenset({RED_FLAG_INTENT, "ask_human", "erase", "erase_photo"})
ANSWERS = frozenset({AFFIRM, DENY, "skip", CHANGE_INTENT})
# Where one of these slots changes, another question is open than before.
MOVES = frozenset({"stage", "asking", "check_in"})
ERASING = "erasing"


def intent_of(
    correction: Former,
    said: str | None,
    guess: str | None,
    tracker: DialogueStateTracker | None,
    *,
    denies: bool = False,
) -> str:
    """Return the intent of a message that replaces another, and adds no emergency to it.

    Args:
        correction: what it replaces.
        said: its intent as a message of its own.
        guess: the classifier's alone.
        tracker: the talk so far.
        denies: whether it says no more than that there is none of something ("no event").
    """
    before = replaced(tracker, correction)
    was = before.intent.get("name") if before else None
    if before and is_still_asked(tracker, correction, before):
        if said in ANSWERS and said != was:
            return str(said)
        if denies:
            return INFORM_INTENT
    if was == AFFIRM and DENY in (said, guess) and (intent := _taken_back(tracker, correction)):
        return intent
    return str(said) if said in HEARD_ALWAYS and said != was else CORRECTION_INTENT


def is_still_asked(
    tracker: DialogueStateTracker | None, correction: Former, turn: UserUttered
) -> bool:
    """Tell whether a turn was the last one, and left the question that it answered open."""
    if tracker is None or tracker.get_slot(STAGE_SLOT) == ERASING:
        return False
    if tracker.get_slot(ASKING_SLOT) != correction.asked:
        return False
    for event in reversed(tracker.events):
        if event is turn:
            return True
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, SlotSet) and event.key in MOVES:
            return False
    return False


def _taken_back(tracker: DialogueStateTracker | None, correction: Former) -> str | None:
    """Return the intent that takes back what a yes had allowed, or None."""
    if tracker is None or not isinstance(correction.asked, str):
        return None
    intent, allowed = TAKEN_BACK.get(correction.asked, (None, ""))
    return intent if intent and tracker.get_slot(allowed) else None
