"""Rasa and its action server on free ports, with a database of their own, until a block ends."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from honcho.environ import parse_procfile

from clinic.migrate import upgrade
from clinic.settings import Settings
from deploy.ready import addresses, still_silent
from deploy.run import PATIENCE_SECONDS, PROCFILE, environment
from deploy.train import ROOT

STARTED = ("actions", "rasa")


@dataclass(frozen=True)
class Servers:
    """Where the dialogue answers, and where its records are."""

    rasa_url: str
    records_url: str


@contextmanager
def serving() -> Iterator[Servers]:
    """Start both servers with records of their own in a folder that goes with the block.

    Raises:
        RuntimeError: one of them did not answer in time; its last words are in the message.
    """
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        web, actions, rasa = _free_ports(3)
        settings = Settings(
            web_port=web, actions_port=actions, rasa_port=rasa, var=var, database_url=None
        )
        upgrade(settings)
        # a clinic's own settings and database stay out of it
        env = environment(settings) | {"DEWY_ENV_FILE": os.devnull}
        env.pop("DATABASE_URL", None)
        commands = dict(parse_procfile(PROCFILE.read_text("utf-8")).processes)
        with (var / "servers.log").open("w+") as log:
            processes = [
                subprocess.Popen(
                    ["/bin/sh", "-c", commands[name]], cwd=ROOT, env=env, stdout=log, stderr=log
                )
                for name in STARTED
            ]
            try:
                urls = {name: addresses(settings)[name] for name in STARTED}
                if silent := still_silent(urls, PATIENCE_SECONDS):
                    log.seek(0)
                    raise RuntimeError(f"no answer from {', '.join(silent)}:\n{log.read()}")
                yield Servers(settings.rasa_url, settings.records_url)
            finally:
                for process in processes:
                    process.terminate()
                for process in processes:
                    process.wait(30)


def _free_ports(count: int) -> list[int]:
    """Return ports of loopback that nothing listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
