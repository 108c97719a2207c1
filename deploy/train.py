"""Trains Rasa's model where the data changed since the last training."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "models" / "dewy.tar.gz"
STAMP = ROOT / "models" / "dewy.sha256"
# What a model is made from. The actions and the rules of `regimen` are not: they run beside it.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/understanding/**/*.py",
    "bot/understanding/**/*.yml",
    "regimen/catalogue.yml",
    "requirements/rasa.txt",
)


def source_files() -> Iterator[Path]:
    """Yield the files that a model is made from, in a fixed order."""
    for pattern in SOURCES:
        yield from sorted(ROOT.glob(pattern))


def fingerprint() -> str:
    """Return a digest of everything that a model is made from."""
    digest = hashlib.sha256()
    for path in source_files():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current() -> bool:
    """Tell whether the trained model is made from the data as they are."""
    return MODEL.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def train() -> None:
    """Train the model where it is not current.

    Raises:
        SystemExit: the training failed; Rasa's own words stand above it.
    """
    if is_current():
        return
    print(
        "train: the language data changed, training takes half a minute",
        file=sys.stderr,
        flush=True,
    )
    STAMP.unlink(missing_ok=True)
    command = [
        ".venv-rasa/bin/python",
        "-m",
        "rasa",
        "train",
        "--out",
        "models",
        "--fixed-model-name",
        "dewy",
    ]
    environment = os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "WARNING",
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode or not MODEL.exists():
        sys.exit(f"{done.stdout}{done.stderr}\ntrain: the training failed, see above")
    STAMP.write_text(fingerprint())


if __name__ == "__main__":
    train()
    print(f"train: {MODEL.relative_to(ROOT)} is up to date", file=sys.stderr)
