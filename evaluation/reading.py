"""Single messages: the facts that the understanding reads in them, against those they state.

The files are `messages/*.jsonl`: a line is {"text", "asked"?, "facts"}. Each is by another writer.
The reader was mended with all of them but `unseen.jsonl`, of which only the score was ever looked
at: once its messages are read to mend something, it needs a successor.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.train import QUIET, ROOT
from evaluation.scoring import Comparison, Score, compare

FOLDER: Final = Path(__file__).with_name("messages")
READER: Final = (str(ROOT / ".venv-rasa/bin/python"), "-m", "bot.understanding")
TIMER: Final = (str(ROOT / ".venv-rasa/bin/python"), "-m", "evaluation.timing_in_rasa")


@dataclass(frozen=True)
class Reading:
    """A message with what was read in it."""

    message: dict[str, Any]
    comparison: Comparison


@dataclass
class Result:
    """All readings of a set of messages."""

    name: str
    readings: list[Reading]
    score: Score
    cpu_ms: float


def files() -> list[Path]:
    """Return the message files."""
    return sorted(FOLDER.glob("*.jsonl"))


def load(path: Path) -> list[dict[str, Any]]:
    """Return the messages of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read(name: str, messages: Sequence[dict[str, Any]]) -> Result:
    """Read messages with the component that Rasa runs, and compare.

    Raises:
        subprocess.CalledProcessError: the understanding failed.
        ValueError: it gave another number of answers than there are messages.
    """
    asked: list[dict[str, Any]] = [
        {key: each[key] for key in ("text", "asked") if key in each} for each in messages
    ]
    answers = [json.loads(line) for line in _run(READER, asked)]
    timings = json.loads(_run(TIMER, asked)[-1])
    if len(answers) != len(messages):
        raise ValueError(f"{name}: {len(answers)} answers to {len(messages)} messages")
    score, readings = Score(), []
    for message, answer in zip(messages, answers, strict=True):
        comparison = compare(message["facts"], answer["facts"])
        score.add(comparison)
        readings.append(Reading(message, comparison))
    return Result(name, readings, score, timings["p95_ms"])


def _run(command: Sequence[str], messages: Sequence[dict[str, Any]]) -> list[str]:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | QUIET,
        input="".join(json.dumps(each) + "\n" for each in messages),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
