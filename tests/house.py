"""The whole house for the tests that need it: the three processes, started as `make run` starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from honcho.environ import parse_procfile

from clinic.settings import Settings
from deploy.ready import addresses, still_silent
from deploy.run import PATIENCE_SECONDS, PROCFILE, environment
from deploy.train import ROOT

STOPPED_WITHIN_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Parts:
    """The three processes one by one, as the Procfile has them, so that one can be killed alone."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            var=folder, web_port=free_port(), actions_port=free_port(), rasa_port=free_port()
        )
        self.log = folder / "parts.log"
        self._commands = parse_procfile(PROCFILE.read_text("utf-8")).processes
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start a process, and wait until it answers."""
        with self.log.open("ab") as log:
            self._running[name] = subprocess.Popen(
                self._commands[name],
                shell=True,
                cwd=ROOT,
                env=environment(self.settings),
                stdout=log,
                stderr=log,
            )
        assert not still_silent({name: addresses(self.settings)[name]}, PATIENCE_SECONDS), (
            self.log.read_text()
        )

    def kill(self, name: str) -> None:
        """End a process without a chance to finish anything."""
        process = self._running.pop(name)
        process.kill()
        process.wait(STOPPED_WITHIN_SECONDS)

    def stop(self) -> None:
        """Stop what runs."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(STOPPED_WITHIN_SECONDS)


class House:
    """The three processes on ports and in a folder of their own; `{url}` is the door's address."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self._settings = folder, settings
        self.web_port, self.actions_port, self.rasa_port = free_port(), free_port(), free_port()
        self.web_url = f"http://127.0.0.1:{self.web_port}"
        self.rasa_url = f"http://127.0.0.1:{self.rasa_port}"
        self.log = folder / "house.log"

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        given = {name: each.replace("{url}", self.web_url) for name, each in self._settings.items()}
        environment = os.environ | given
        environment |= {
            "DEWY_VAR": str(self.folder),
            "DEWY_WEB_PORT": str(self.web_port),
            "DEWY_ACTIONS_PORT": str(self.actions_port),
            "DEWY_RASA_PORT": str(self.rasa_port),
        }
        with self.log.open("w") as log:
            command = [ROOT / ".venv/bin/python", "-m", "deploy.run"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 2 * PATIENCE_SECONDS
        while "Dewy is ready" not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"the house did not start:\n{self.log.read_text()}")
            time.sleep(0.2)

    def stop(self) -> int:
        """Stop it as Ctrl-C does; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOPPED_WITHIN_SECONDS)
