"""What is counted of recognised intents and topics."""

from collections import Counter

from evaluation.intents import Recognised

INTENTS = Recognised(
    name="intents",
    wanted=Counter(out_of_scope=4, ask_question=5, greet=1),
    confused=[
        ("out_of_scope", "greet", "yo mama"),
        ("out_of_scope", "nlu_fallback", "qwerty"),
        ("ask_question", "out_of_scope", "cookies"),
    ],
)
TOPICS = Recognised(
    name="topics",
    wanted=Counter(acne=3, hair=2),
    confused=[("hair", "nlu_fallback", "my parting"), ("acne", "pores", "my nose")],
)


def test_accuracy_is_the_part_that_is_right() -> None:
    assert INTENTS.count == 10
    assert INTENTS.accuracy == 0.7


def test_what_is_not_understood_is_not_answered_as_if_it_were_in_scope() -> None:
    assert INTENTS.foreign == (3, 4)


def test_questions_lost_are_counted_among_questions_alone() -> None:
    assert INTENTS.lost == (1, 5)
    assert TOPICS.lost == (1, 5)
    assert TOPICS.foreign == (0, 0)
