"""Three processes live and end together, and nothing of them is left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy.train import ROOT

DRIVER = """
import json, os, sys, threading
from pathlib import Path
from deploy.processes import Processes
processes = Processes(json.loads(sys.argv[1]), os.environ, Path(sys.argv[2]))
if "late" in sys.argv:
    threading.Timer(0.5, processes.stop, [1]).start()
print("begun", flush=True)
sys.exit(processes.run())
"""
# writes down its process id and works until it is stopped
WORKER = "echo $$ > {}.pid; exec sleep 60"
THREE = {name: WORKER.format(name) for name in ("rasa", "actions", "web")}


class Run:
    """Processes under a driver of their own, as signals go to a whole process."""

    def __init__(self, folder: Path, commands: Mapping[str, str], *options: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, json.dumps(commands), str(folder), *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "begun\n"

    def wait_for_workers(self, count: int) -> list[int]:
        for _ in range(200):
            pids = [each.read_text().strip() for each in self.folder.glob("*.pid")]
            if len(pids) == count and all(pids):
                return [int(pid) for pid in pids]
            time.sleep(0.02)
        raise AssertionError("the workers did not start")

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def left(self) -> list[str]:
        """Return the workers that still run."""
        pids = {each.stem: int(each.read_text()) for each in self.folder.glob("*.pid")}
        return [name for name, pid in pids.items() if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_stops_all(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    run = Run(tmp_path, THREE)
    run.wait_for_workers(3)
    run.process.send_signal(sent)
    ended, said = run.end()
    assert ended == status
    assert run.left() == []
    assert "Traceback" not in said


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.03, 0.1])
def test_a_signal_at_the_very_start_stops_all(tmp_path: Path, wait: float) -> None:
    run = Run(tmp_path, THREE)
    time.sleep(wait)
    run.process.send_signal(signal.SIGTERM)
    ended, said = run.end()
    assert abs(ended) in (143, signal.SIGTERM), said
    assert run.left() == []


@pytest.mark.parametrize(
    ("end", "status", "named"), [("exit 3", 3, 3), ("exit 0", 1, 0), ("kill -9 $$", 137, -9)]
)
def test_when_one_ends_all_end_and_the_reason_is_said(
    tmp_path: Path, end: str, status: int, named: int
) -> None:
    dies = f"while [ $(ls *.pid 2>/dev/null | wc -l) -lt 2 ]; do sleep 0.05; done; echo broken pipe >&2; {end}"
    run = Run(tmp_path, {**THREE, "web": dies})
    ended, said = run.end()
    assert ended == status
    assert said.splitlines() == [
        "web     | broken pipe",
        f"run: web ended with status {named}, so all stop",
    ]
    assert run.left() == []


def test_one_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = "trap '' TERM; echo $$ > web.pid; while true; do sleep 0.1; done"
    run = Run(tmp_path, {**THREE, "web": deaf})
    run.wait_for_workers(3)
    run.process.send_signal(signal.SIGINT)
    assert run.end()[0] == 130
    assert run.left() == []


def test_they_are_stopped_where_they_never_get_ready(tmp_path: Path) -> None:
    run = Run(tmp_path, THREE, "late")
    assert run.end()[0] == 1
    assert run.left() == []


def test_a_reader_that_goes_away_keeps_nothing_running(tmp_path: Path) -> None:
    run = Run(tmp_path, {**THREE, "web": "while echo again; do sleep 0.01; done"})
    run.wait_for_workers(2)
    assert run.process.stderr
    os.close(run.process.stderr.fileno())
    time.sleep(0.1)
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(20) == 130
    assert run.left() == []
