"""The gateway, served: as a process of its own as the Procfile starts it, or in this one."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

import httpx
from honcho.environ import parse_procfile

from bot.app import create_app
from clinic.settings import ROOT, Settings
from deploy.run import PROCFILE
from tests.bot.gateway.stand_in import StandIn
from tests.house import free_port
from tests.serving import Serving
from tests.waiting import PATIENCE_SECONDS


def with_environment(settings: Settings, **more: str) -> Settings:
    """Return the settings with what variables of the environment would add to them."""
    added = {name.removeprefix("DEWY_").lower(): value for name, value in more.items()}
    return Settings(**settings.model_dump(exclude_unset=True) | added)


def served_here(settings: Settings, **more: str) -> Serving:
    """Return the gateway to be served by a thread of this process, where it starts sooner.

    In what the environment adds `{url}` stands for the address of the gateway.
    """
    port = free_port()
    added = {
        name: value.replace("{url}", f"http://127.0.0.1:{port}") for name, value in more.items()
    }
    return Serving(create_app(with_environment(settings, **added)), port, lifespan="on")


class Served:
    """Starts on a free port; `var` holds its data, `log` is everything that the process wrote.

    In a setting `{url}` stands for the address of this process.
    """

    def __init__(
        self, var: Path, stand_in: StandIn, command: list[str] | None = None, **settings: str
    ) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = var / "web.log"
        self._command = command
        self._environment = (
            os.environ
            | {name: value.replace("{url}", self.url) for name, value in settings.items()}
            | {
                "DEWY_VAR": str(var),
                "DEWY_RASA_PORT": str(stand_in.port),
                "DEWY_ACTIONS_PORT": str(stand_in.actions_port),
                "DEWY_WEB_HOST": "127.0.0.1",
                "DEWY_WEB_PORT": str(self.port),
            }
        )

    @property
    def log(self) -> str:
        return self._log.read_text()

    def __enter__(self) -> Self:
        usual = parse_procfile(PROCFILE.read_text()).processes["web"]
        command = self._command or shlex.split(usual.removeprefix("exec "))
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        """Ask for a graceful stop."""
        self.process.send_signal(signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").status_code == 200
        except httpx.TransportError:
            return False
