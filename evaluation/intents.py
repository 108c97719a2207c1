"""The trained model's intents on held-out sentences: how many are right, and what is confused."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.train import MODEL, QUIET, ROOT

SENTENCES: Final = ROOT / "tests/bot/understanding/intents.jsonl"
COMMAND: Final = (str(ROOT / ".venv-rasa/bin/python"), "-m", "evaluation.intents_in_rasa")


@dataclass(frozen=True)
class Intents:
    """What was recognised of how many sentences; each confusion is (wanted, found, text)."""

    count: int
    confused: list[tuple[str, str, str]]

    @property
    def accuracy(self) -> float:
        """The part that is right."""
        return 1 - len(self.confused) / self.count

    @property
    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """Pairs of wanted and found intent with how often, most frequent first."""
        return Counter((wanted, found) for wanted, found, _ in self.confused).most_common()


def recognise(path: Path = SENTENCES, model: Path = MODEL) -> Intents:
    """Ask the model for the intent of each sentence of a file of {"text", "intent"}.

    Raises:
        RuntimeError: the model could not be asked; its own words are in the message.
    """
    lines = path.read_text("utf-8").splitlines()
    sentences = [json.loads(line) for line in lines if line.strip()]
    done = subprocess.run(
        [*COMMAND, str(model)],
        cwd=ROOT,
        env=os.environ | QUIET,
        input="".join(json.dumps({"text": each["text"]}) + "\n" for each in sentences),
        capture_output=True,  # Rasa's libraries warn on standard error, whatever it is told
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the model could not be asked:\n{done.stderr}")
    found = [json.loads(line)["intent"] for line in done.stdout.splitlines() if line[:1] == "{"]
    pairs = zip(sentences, found, strict=True)
    return Intents(
        count=len(sentences),
        confused=[
            (each["intent"], intent, each["text"])
            for each, intent in pairs
            if intent != each["intent"]
        ],
    )
