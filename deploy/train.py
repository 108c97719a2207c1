"""Trains Rasa's model where the data changed since the last training."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
MODEL: Final = ROOT / "models" / "dewy.tar.gz"
STAMP: Final = MODEL.with_name("dewy.sha256")
NEXT: Final = MODEL.with_name("next.tar.gz")
# What a model is made from. The actions and the rules of `regimen` are not: they run beside it.
SOURCES: Final = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/understanding/**/*.py",
    "bot/understanding/**/*.yml",
    "regimen/catalogue.yml",
    "requirements/rasa.txt",
)
# What keeps Rasa and TensorFlow to their warnings and errors.
QUIET: Final = {
    "LOG_LEVEL": "WARNING",
    "PYTHONWARNINGS": "ignore",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
# Forced, as Rasa's cache of earlier trainings does not see that a component's code changed.
COMMAND: Final = (
    *(".venv-rasa/bin/python", "-m", "deploy.rasa", "train", "--force", "--out", "models"),
    *("--fixed-model-name", NEXT.name.removesuffix(".tar.gz")),
)


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files that a model is made from, in a fixed order."""
    for pattern in SOURCES:
        yield from sorted(root.glob(pattern))


def fingerprint(root: Path = ROOT) -> str:
    """Return a digest of everything that a model is made from."""
    digest = hashlib.sha256()
    for path in source_files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def train() -> None:
    """Train the model where it is not made from the data as they are; a failure keeps the old one.

    Raises:
        SystemExit: the training failed; Rasa's own words stand above it.
    """
    wanted = fingerprint()
    if MODEL.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    _say("the language data changed, training takes a minute")
    NEXT.unlink(missing_ok=True)
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=os.environ | QUIET, capture_output=True, text=True, check=False
    )
    if done.returncode or not NEXT.exists():
        sys.exit(f"{done.stdout}{done.stderr}\ntrain: the training failed, see above")
    STAMP.unlink(missing_ok=True)
    NEXT.replace(MODEL)
    STAMP.write_text(wanted)


def _say(text: str) -> None:
    print(f"train: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    train()
    _say(f"{MODEL.relative_to(ROOT)} is up to date")
