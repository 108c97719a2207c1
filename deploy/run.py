"""Starts the three processes, waits until they truly answer, and says where they are."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager
from pydantic import ValidationError

from clinic.migrate import upgrade
from clinic.settings import Settings
from deploy.train import ROOT, train

PROCFILE = ROOT / "Procfile"
PATIENCE_SECONDS = 180


def environment(settings: Settings) -> dict[str, str]:
    """Return what the processes of the Procfile and Rasa's YAML files read from the environment."""
    return {
        **os.environ,
        "DEWY_WEB_HOST": settings.web_host,
        "DEWY_WEB_PORT": str(settings.web_port),
        "DEWY_ACTIONS_PORT": str(settings.actions_port),
        "DEWY_ACTIONS_URL": f"{settings.actions_url}/webhook",
        "DEWY_RASA_PORT": str(settings.rasa_port),
        "DEWY_TRACKER_URL": settings.tracker_url,
        "SANIC_HOST": "127.0.0.1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }


def taken_ports(settings: Settings) -> list[str]:
    """Return a line for each port that something else listens on."""
    ports = {
        "DEWY_WEB_PORT": (settings.web_host, settings.web_port),
        "DEWY_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
        "DEWY_RASA_PORT": ("127.0.0.1", settings.rasa_port),
    }
    return [
        f"run: port {port} on {host} is taken; free it or set {name}"
        for name, (host, port) in ports.items()
        if _is_taken(host, port)
    ]


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def addresses(settings: Settings) -> Mapping[str, str]:
    """Return where each process answers when it is well."""
    return {
        "rasa": f"{settings.rasa_url}/webhooks/rest/",
        "actions": f"{settings.actions_url}/health",
        "web": f"{settings.web_url}/health",
    }


def answers(url: str) -> bool:
    """Tell whether a process answers well at its address."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own loopback address
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def announce(settings: Settings) -> None:
    """Wait until all three answer, then print where the patient's page is."""
    waiting = dict(addresses(settings))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while waiting and time.monotonic() < deadline:
        waiting = {name: url for name, url in waiting.items() if not answers(url)}
        time.sleep(0.2)
    if waiting:
        print(
            f"run: still no answer from {', '.join(waiting)}; see above for the reason", flush=True
        )
        return
    print(
        f"\nDewy is ready\n  talk to it   {settings.web_url}\n"
        f"  (inside: rasa {settings.rasa_url}, actions {settings.actions_url})\n"
        "  stop it      Ctrl-C\n",
        flush=True,
    )


def main() -> int:
    """Run until Ctrl-C or until one process ends; return the exit status."""
    try:
        settings = Settings()
    except ValidationError as error:
        problems = (
            f"DEWY_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        return _refuse(*problems)
    if taken := taken_ports(settings):
        return _refuse(*taken)
    train()
    upgrade(settings)
    print("run: starting rasa, actions and web", flush=True)
    manager = Manager()
    for name, command in parse_procfile(PROCFILE.read_text()).processes.items():
        manager.add_process(name, command, env=environment(settings), cwd=str(ROOT))
    threading.Thread(target=announce, args=(settings,), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def _refuse(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    os.chdir(Path(ROOT))
    sys.exit(main())
