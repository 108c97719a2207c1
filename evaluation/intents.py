"""The trained model's intents and topics on held-out sentences: what is right, what is confused."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.train import MODEL, QUIET, ROOT

HELD_OUT: Final = ROOT / "tests/bot/understanding"
# Each file of held-out sentences, and the key of what is wanted of them. `intents_third` and
# `topics_second` are the figures to quote: written by the author of the synonyms, before any error
# was seen. The others had been looked at when the synonyms were written.
FILES: Final = {
    HELD_OUT / "intents.jsonl": "intent",
    HELD_OUT / "intents_second.jsonl": "intent",
    HELD_OUT / "intents_third.jsonl": "intent",
    HELD_OUT / "topics.jsonl": "topic",
    HELD_OUT / "topics_second.jsonl": "topic",
}
COMMAND: Final = (str(ROOT / ".venv-rasa/bin/python"), "-m", "evaluation.intents_in_rasa")
VALIDATION: Final = (COMMAND[0], "-m", "evaluation.cross_validation_in_rasa")
QUESTION: Final = "ask_question"
OUT_OF_SCOPE: Final = "out_of_scope"
# Told by the words of its language; the held-out sentences name it out of scope.
OTHER_LANGUAGE: Final = "other_language"
# What is answered as out of scope, or as not understood.
NOT_ANSWERED: Final = (OUT_OF_SCOPE, "nlu_fallback")
# A message in which facts were read as well; its question is answered beside them.
INFORM: Final = "inform"


@dataclass(frozen=True)
class Recognised:
    """What was recognised of how many sentences; each confusion is (wanted, found, text)."""

    name: str
    wanted: Counter[str]
    confused: list[tuple[str, str, str]]

    @property
    def count(self) -> int:
        """How many sentences there were."""
        return self.wanted.total()

    @property
    def accuracy(self) -> float:
        """The part that is right."""
        return 1 - len(self.confused) / self.count

    @property
    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """Pairs of wanted and found with how often, most frequent first."""
        return Counter((wanted, found) for wanted, found, _ in self.confused).most_common()

    @property
    def foreign(self) -> tuple[int, int]:
        """How many sentences out of scope were not answered as if they were in it, of how many."""
        count = self.wanted[OUT_OF_SCOPE]
        answered = sum(
            wanted == OUT_OF_SCOPE and found not in NOT_ANSWERED
            for wanted, found, _ in self.confused
        )
        return count - answered, count

    @property
    def lost(self) -> tuple[int, int]:
        """How many questions were taken for out of scope or not understood, of how many."""
        # where no intents are told apart, all sentences are questions about topics
        questions = {QUESTION} if OUT_OF_SCOPE in self.wanted else set(self.wanted)
        lost = sum(
            wanted in questions and found in NOT_ANSWERED for wanted, found, _ in self.confused
        )
        return lost, sum(self.wanted[name] for name in questions)


def recognise(model: Path = MODEL) -> list[Recognised]:
    """Ask the model for the intents, and the topics, of each file of held-out sentences.

    Raises:
        RuntimeError: the model could not be asked; its own words are in the message.
    """
    return [_recognised(path, key, model) for path, key in FILES.items()]


def cross_validate() -> list[Recognised]:
    """Train on nine tenths of the examples and guess the tenth that is left, ten times over.

    Raises:
        RuntimeError: the training failed; its own words are in the message.
    """
    guesses = _run(VALIDATION, "")
    return [
        Recognised(
            name=f"{kind}s of the examples, cross-validated",
            wanted=Counter(each["wanted"] for each in guesses if each["kind"] == kind),
            confused=[
                (each["wanted"], each["found"], each["text"])
                for each in guesses
                if each["kind"] == kind and each["wanted"] != each["found"]
            ],
        )
        for kind in ("intent", "topic")
    ]


def _recognised(path: Path, key: str, model: Path) -> Recognised:
    lines = path.read_text("utf-8").splitlines()
    sentences = [json.loads(line) for line in lines if line.strip()]
    answers = _ask(model, [each["text"] for each in sentences])
    pairs = zip(sentences, answers, strict=True)
    found = [_found(answer, each[key], key) for each, answer in pairs]
    return Recognised(
        name=f"{key}s of {path.name}",
        wanted=Counter(each[key] for each in sentences),
        confused=[
            (each[key], name, each["text"])
            for each, name in zip(sentences, found, strict=True)
            if name != each[key]
        ],
    )


def _ask(model: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    return _run((*COMMAND, str(model)), lines)


def _run(command: Sequence[str], lines: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | QUIET,
        input=lines,
        capture_output=True,  # Rasa's libraries warn on standard error, whatever it is told
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the model could not be asked:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]


def _found(answer: dict[str, Any], wanted: str, key: str) -> str:
    """Return the topic that was found, or the intent; a question may stand beside facts."""
    topic = answer["topic"]
    intent = OUT_OF_SCOPE if answer["intent"] == OTHER_LANGUAGE else answer["intent"]
    if key == "topic":
        return str(topic or intent)
    return QUESTION if wanted == QUESTION and intent == INFORM and topic else str(intent)
