"""Facts and red flags settle what the classifier is unsure of."""

from typing import Any

import pytest

from bot.understanding.intents import settle


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
        ("stop", 0.4, {"products": [{"id": "retinol", "status": "stopped"}]}, "inform"),
        ("ask_question", 0.8, {"about_other": True}, None),
        ("affirm", 0.8, {"about_other": True}, None),
        ("greet", 0.9, {}, None),
        ("out_of_scope", 0.9, {}, None),
        ("out_of_scope", 0.4, {}, "nlu_fallback"),
    ],
)
def test_what_decides(
    guess: str, confidence: float, facts: dict[str, Any], settled: str | None
) -> None:
    assert settle(guess, confidence, facts) == settled
