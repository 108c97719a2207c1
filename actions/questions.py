"""Which question comes next, and how it is put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from actions.speech import Button
from actions.words import text, words
from clinic import describe

# Of these an answer is always wanted, whatever the rules say is missing.
SAFETY: Final = ("pregnancy", "medications", "conditions", "allergies")
# A pregnancy is asked about unless an age outside these years was stated.
CHILDBEARING_AGES: Final = range(11, 56)
# The safety question is put together at most so often; then each open part alone.
TOGETHER_AT_MOST: Final = 2
# There is nothing to ask of a sunscreen which nobody is sure to wear.
RESTS_ON: Final = {"spf_value": "spf_use", "spf_reapply": "spf_use"}
# More than this in one breath is a form, not a talk.
MOST_PARTS: Final = 4


@dataclass(frozen=True)
class Question:
    """A question: the keys it asks for, its words, its reason, its quick replies."""

    asks: tuple[str, ...]
    ask: str
    why: str
    buttons: Sequence[Button] = ()

    @property
    def id(self) -> str:
        """Names the question in the count of attempts."""
        return "+".join(self.asks)

    @property
    def asking(self) -> str | list[str]:
        """The value of `custom.asking`."""
        return self.asks[0] if len(self.asks) == 1 else list(self.asks)


def next_question(
    facts: Mapping[str, Any],
    missing: Sequence[str],
    passed: Sequence[str],
    attempts: Mapping[str, int],
) -> Question | None:
    """Return the most telling question that is still open, or None.

    Args:
        facts: what is known.
        missing: the keys that the rules want, most telling first.
        passed: keys that the patient passed over.
        attempts: how often each question was put.
    """
    wanted = [
        key
        for key in missing
        if key not in passed and key not in SAFETY and RESTS_ON.get(key) not in passed
    ]
    # some are asked beside others only, and not again where the answer leaves them out
    if question := next(filter(None, (_question_for(key, wanted) for key in wanted)), None):
        return question
    still_open = [key for key in SAFETY if key not in facts and key not in passed]
    if facts.get("age") is not None and facts["age"] not in CHILDBEARING_AGES:
        still_open = [key for key in still_open if key != "pregnancy"]
    if not still_open:
        return None
    times_together = sum(
        count for name, count in attempts.items() if name.split("+")[0] in SAFETY and "+" in name
    )
    if len(still_open) > 1 and times_together < TOGETHER_AT_MOST:
        return _safety_question(still_open, first=times_together == 0)
    return _question_for(still_open[0], still_open[:1])


def question_about(asked: Sequence[str]) -> Question:
    """Return the question that asks for exactly these keys.

    Raises:
        KeyError: there is none.
    """
    if len(asked) > 1 and set(asked) <= set(SAFETY):
        return _safety_question(asked, first=True)
    question = _question_for(asked[0], asked)
    if question is None:
        raise KeyError(f"no question asks for {', '.join(asked)}")
    return question


def _question_for(key: str, wanted: Sequence[str]) -> Question | None:
    """Return the question that asks for `key` and for as many others that are wanted as it can.

    None where `key` is asked for beside others only, which are not wanted.
    """
    if "." in key:  # products.glycolic_acid.per_week, procedures.laser.weeks_ago
        _, identifier, detail = key.split(".")
        entry = words(detail)
        return Question(
            (key,),
            entry["ask"].format(name=describe.name(identifier)),
            entry["why"],
            entry["buttons"],
        )
    life: Mapping[str, str] = words("about_you.parts")
    fitting = [entry for entry in words("questions") if set(entry["asks"]) <= {key, *wanted}]
    # a big day is asked about with treatments, where these are open
    elsewhere = {k for e in fitting if not life.keys() >= set(e["asks"]) for k in e["asks"]}
    if key in life and key not in elsewhere:
        others = [each for each in life if each in wanted and each not in {key, *elsewhere}]
        return _question_about_you([key, *others][:MOST_PARTS])
    entries = [entry for entry in fitting if key in entry["asks"]]
    return _written(max(entries, key=lambda entry: len(entry["asks"]))) if entries else None


def _question_about_you(keys: Sequence[str]) -> Question | None:
    """Return the question for these parts of everyday life; as it was written where it was."""
    asks = [key for key in words("about_you.parts") if key in keys]
    entries = {tuple(entry["asks"]): entry for entry in words("questions")}
    if entry := entries.get(tuple(asks)):
        return _written(entry)
    if len(asks) == 1:
        return None
    alone = [entries[key,] for key in asks if (key,) in entries]
    clauses = [words("about_you.parts")[key] for key in asks]
    return Question(
        tuple(asks),
        text("about_you.ask", list=", ".join(clauses[:-1]) + ", and " + clauses[-1]),
        " ".join(entry["why"] for entry in alone),
        words("about_you.buttons"),
    )


def _written(entry: Mapping[str, Any]) -> Question:
    return Question(tuple(entry["asks"]), entry["ask"], entry["why"], entry["buttons"])


def _safety_question(still_open: Sequence[str], *, first: bool) -> Question:
    labels: dict[str, str] = words("safety.labels")
    parts = [labels[key] for key in still_open]
    listed = ", ".join(parts[:-1]) + " or " + parts[-1]
    none = words("safety.not_pregnant") if "pregnancy" in still_open else words("safety.none")
    return Question(
        tuple(still_open),
        text("safety.first" if first else "safety.again", list=listed),
        words("safety.why"),
        [{"title": words("safety.none"), "payload": none}, words("safety.some")],
    )
