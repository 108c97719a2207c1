"""The yardstick: the bot that `rasa init` makes, with an SQLite tracker store."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from deploy.train import ROOT

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "WARNING"}


def build(folder: Path) -> Path:
    """Make and train the stock bot in `folder` where it is not there yet; return its model.

    Raises:
        subprocess.CalledProcessError: Rasa could not make it.
    """
    models = folder / "models"
    if not (folder / "built").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = [str(PYTHON), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)]
        subprocess.run(command, cwd=folder, env=os.environ | QUIET, check=True, capture_output=True)
        (folder / "built").touch()
    (folder / "endpoints.yml").write_text(
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {folder}/tracker.db\n"
    )
    return next(models.glob("*.tar.gz"))


def command(folder: Path, port: int) -> list[str]:
    """Return the command that serves the stock bot on a port of loopback."""
    python, model = str(PYTHON), str(build(folder))
    served = [
        "-m",
        "rasa",
        "run",
        "--interface",
        "127.0.0.1",
        "--port",
        str(port),
        "--model",
        model,
    ]
    return [
        python,
        *served,
        "--endpoints",
        str(folder / "endpoints.yml"),
        "--credentials",
        str(folder / "credentials.yml"),
    ]
