"""Facts and red flags settle what the classifier is unsure of."""

from typing import Any

import pytest

from bot.understanding.intents import is_question, settle


@pytest.mark.parametrize(
    ("guess", "confidence", "facts", "settled"),
    [
        ("affirm", 0.9, {"red_flags": ["chemical_burn"]}, "report_red_flag"),
        ("erase", 0.99, {"red_flags": ["self_harm"]}, "report_red_flag"),
        (
            "ask_question",
            0.7,
            {"about_other": True, "red_flags": ["facial_swelling"]},
            "report_red_flag",
        ),
        ("affirm", 0.9, {"spf_reapply": True}, "inform"),
        ("nlu_fallback", 0.3, {"sleep_hours": 5}, "inform"),
        ("erase", 0.9, {"products": [{"id": "retinol", "status": "stopped"}]}, None),
        ("erase", 0.7, {"products": [{"id": "retinol", "status": "stopped"}]}, "inform"),
        ("stop", 0.7, {"products": [{"id": "retinol", "status": "stopped"}]}, None),
        ("stop", 0.4, {"products": [{"id": "retinol", "status": "stopped"}]}, "inform"),
        ("ask_question", 0.8, {"about_other": True}, None),
        ("affirm", 0.8, {"about_other": True}, None),
        # "do you have a girlfriend", "same as my friend's, no idea"
        ("out_of_scope", 0.9, {"about_other": True}, None),
        ("skip", 0.9, {"about_other": True}, None),
        ("skip", 0.5, {"about_other": True}, "inform"),
        ("nlu_fallback", 0.7, {"about_other": True}, "inform"),
        ("greet", 0.9, {}, None),
        ("greet", 0.4, {}, None),
        ("deny", 0.9, {}, None),
        ("out_of_scope", 0.9, {}, None),
        ("out_of_scope", 0.4, {}, "nlu_fallback"),
        # "my tooth is aching", which a fact was read in; "my dad's cream made it sore"
        ("out_of_scope", 0.98, {"symptoms": ["pain"]}, None),
        ("out_of_scope", 0.9, {"symptoms": ["pain"]}, "inform"),
        # "i have a fever": with pus on the skin it is a red flag
        ("out_of_scope", 0.99, {"symptoms": ["fever"]}, "inform"),
        ("erase", 0.6, {}, None),
        ("erase", 0.4, {}, "nlu_fallback"),
    ],
)
def test_what_decides(
    guess: str, confidence: float, facts: dict[str, Any], settled: str | None
) -> None:
    assert settle(guess, confidence, facts) == settled


@pytest.mark.parametrize(
    ("guess", "confidence", "facts", "asking", "settled"),
    [
        # "no, stop it" to "do you put it on again?"
        ("stop", 0.7, {"spf_reapply": False}, ["spf_reapply"], "inform"),
        ("stop", 0.95, {"spf_reapply": False}, ["spf_reapply"], None),
        (
            "erase",
            0.8,
            {"products": [{"id": "retinol", "status": "stopped"}]},
            ["products.retinol.per_week"],
            "inform",
        ),
        (
            "erase",
            0.9,
            {"products": [{"id": "retinol", "status": "stopped"}]},
            ["products.retinol.per_week"],
            "inform",
        ),
        ("erase", 0.9, {"concerns": ["acne"]}, ["spf_reapply"], None),
        ("out_of_scope", 0.98, {"event": {"id": "other"}}, ["event"], "inform"),
    ],
)
def test_an_answer_outweighs_what_only_sounds_like_a_command(
    guess: str, confidence: float, facts: dict[str, Any], asking: list[str], settled: str | None
) -> None:
    assert settle(guess, confidence, facts, asking) == settled


@pytest.mark.parametrize(
    ("guess", "confidence", "asks", "expected"),
    [
        ("inform", 0.9, True, True),
        ("ask_question", 0.95, False, True),
        ("ask_question", 0.9, False, True),
        ("ask_question", 0.7, False, False),
        ("inform", 0.95, False, False),
    ],
)
def test_facts_leave_a_question_where_its_form_or_the_classifier_says_so(
    guess: str, confidence: float, asks: bool, expected: bool
) -> None:
    assert is_question(guess, confidence, asks) is expected
