"""Processes that live and end together, under honcho."""

from __future__ import annotations

import re
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from honcho.manager import SYSTEM_PRINTER_NAME, Manager

RETRY_SECONDS: Final = 0.05


class Processes:
    """Starts commands, prints their lines, and stops all when one ends or a signal comes."""

    def __init__(self, commands: Mapping[str, str], env: Mapping[str, str], cwd: Path) -> None:
        """Prepare the commands, each a line of a shell under its name; nothing is started yet."""
        self._output = _Output()
        self._count = len(commands)
        self._manager = Manager(self._output)
        self._terminate = self._manager.terminate
        # honcho's own fails while it does not know the process ids yet
        self._manager.terminate = self._stop_when_started
        for name, command in commands.items():
            self._manager.add_process(name, command, env=dict(env), cwd=str(cwd))

    def run(self) -> int:
        """Run until all have ended; return the exit status, which is 0 never: none should end."""
        # a terminal that is closed takes nothing down by itself, as each has a session of its own
        signal.signal(signal.SIGHUP, lambda *_: self.stop(128 + signal.SIGHUP))
        try:
            self._manager.loop()
        finally:
            self._manager.kill()
        status = int(self._manager.returncode)
        return 128 - status if status < 0 else status or 1

    def stop(self, status: int) -> None:
        """Stop all of them; `run` returns the status."""
        self._manager.returncode = status
        self._stop_when_started()

    def _stop_when_started(self) -> None:
        if len(self._output.started) == self._count:
            self._terminate()
            return
        again = threading.Timer(RETRY_SECONDS, self._stop_when_started)
        again.daemon = True
        again.start()


class _Output:
    """Prints each line behind its process's name; of honcho's own words only why all end."""

    def __init__(self) -> None:
        self.width = 0
        self.started: set[str] = set()
        self._ending = False

    def write(self, message: Any) -> None:
        """Print a message of honcho's."""
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        if message.name == SYSTEM_PRINTER_NAME:
            self._hear(text.strip())
            return
        for line in text.splitlines():
            if line.strip():
                _print(f"{message.name:{self.width}} | {line}")

    def _hear(self, text: str) -> None:
        if started := re.match(r"(\S+) started", text):
            self.started.add(started[1])
        elif self._ending:
            return
        elif text.endswith(" received"):
            self._ending = True
            _print("run: stopping")
        elif ended := re.fullmatch(r"(\S+) stopped \(rc=(-?\d+)\)", text):
            self._ending = True
            _print(f"run: {ended[1]} ended with status {ended[2]}, so all stop")


def _print(line: str) -> None:
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        # the terminal is gone, which must not keep anything from being stopped
        return
