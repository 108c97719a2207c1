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
# Each file of held-out sentences, and the key of what is wanted of them.
FILES: Final = {
    HELD_OUT / "intents.jsonl": "intent",
    HELD_OUT / "intents_second.jsonl": "intent",
    HELD_OUT / "intents_third.jsonl": "intent",
    HELD_OUT / "topics.jsonl": "topic",
    HELD_OUT / "topics_second.jsonl": "topic",
}
COMMAND: Final = (str(ROOT / ".venv-rasa/bin/python"), "-m", "evaluation.intents_in_rasa")
QUESTION: Final = "ask_question"
# A message in which facts were read as well; its question is answered beside them.
INFORM: Final = "inform"


@dataclass(frozen=True)
class Recognised:
    """What was recognised of how many sentences; each confusion is (wanted, found, text)."""

    name: str
    count: int
    confused: list[tuple[str, str, str]]

    @property
    def accuracy(self) -> float:
        """The part that is right."""
        return 1 - len(self.confused) / self.count

    @property
    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """Pairs of wanted and found with how often, most frequent first."""
        return Counter((wanted, found) for wanted, found, _ in self.confused).most_common()


def recognise(model: Path = MODEL) -> list[Recognised]:
    """Ask the model for the intents, and the topics, of each file of held-out sentences.

    Raises:
        RuntimeError: the model could not be asked; its own words are in the message.
    """
    return [_recognised(path, key, model) for path, key in FILES.items()]


def _recognised(path: Path, key: str, model: Path) -> Recognised:
    lines = path.read_text("utf-8").splitlines()
    sentences = [json.loads(line) for line in lines if line.strip()]
    answers = _ask(model, [each["text"] for each in sentences])
    pairs = zip(sentences, answers, strict=True)
    found = [_found(answer, each[key], key) for each, answer in pairs]
    return Recognised(
        name=f"{key}s of {path.name}",
        count=len(sentences),
        confused=[
            (each[key], name, each["text"])
            for each, name in zip(sentences, found, strict=True)
            if name != each[key]
        ],
    )


def _ask(model: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*COMMAND, str(model)],
        cwd=ROOT,
        env=os.environ | QUIET,
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,  # Rasa's libraries warn on standard error, whatever it is told
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the model could not be asked:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]


def _found(answer: dict[str, Any], wanted: str, key: str) -> str:
    """Return the topic that was found, or the intent; a question may stand beside facts."""
    intent, topic = answer["intent"], answer["topic"]
    if key == "topic":
        return str(topic or intent)
    return QUESTION if wanted == QUESTION and intent == INFORM and topic else str(intent)
