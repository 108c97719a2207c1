"""What cannot start says why in one line, before anything is trained or started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.settings import Settings
from deploy.run import PROCFILE, environment
from deploy.train import ROOT
from tests.house import free_port

PASSWORD = "zanzibarquark"


def run(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    ports = {f"DEWY_{name}_PORT": str(free_port()) for name in ("WEB", "ACTIONS", "RASA")}
    return subprocess.run(
        [sys.executable, "-m", "deploy.run"],
        cwd=ROOT,
        env={**os.environ, "DEWY_VAR": str(folder), **ports, **given},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"DEWY_WEB_PORT": "99999"}, "settings: DEWY_WEB_PORT: "),
        ({"DATABASE_URL": f"mysql://u:{PASSWORD}@h/d"}, "settings: DATABASE_URL: "),
        ({"DEWY_WEB_HOST": "203.0.113.7"}, "run: 203.0.113.7 is no address of this machine"),
        ({"DATABASE_URL": f"postgres://u:{PASSWORD}@127.0.0.1:1/d"}, "run: DATABASE_URL: "),
        ({"DEWY_VAR": "/dev/null/var"}, "run: DEWY_VAR: "),
    ],
)
def test_a_bad_setting_is_one_line(given: dict[str, str], line: str, tmp_path: Path) -> None:
    done = run(tmp_path, **given)
    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1 and not done.stdout
    assert PASSWORD not in done.stderr


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run(tmp_path, DEWY_RASA_PORT=str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"run: port {port} on 127.0.0.1 is taken: free it, or set DEWY_RASA_PORT\n"
    )


class TestEnvironment:
    def test_it_holds_all_that_the_procfile_and_rasas_files_read(self) -> None:
        read = {
            word.strip("${}").split()[0].strip('"}')
            for name in (PROCFILE, ROOT / "endpoints.yml")
            for word in name.read_text("utf-8").replace("\n", " ").split(" ")
            if word.startswith("$")
        }
        assert read == {
            "DEWY_ACTIONS_PORT",
            "DEWY_ACTIONS_URL",
            "DEWY_RASA_PORT",
            "DEWY_TRACKER_URL",
        }
        assert read <= environment(Settings()).keys()

    def test_only_the_web_process_is_for_the_outside(self) -> None:
        shown = environment(Settings(web_host="0.0.0.0"))
        assert shown["DEWY_WEB_HOST"] == "0.0.0.0"
        assert shown["SANIC_HOST"] == "127.0.0.1"
        assert "--interface 127.0.0.1" in PROCFILE.read_text("utf-8")

    def test_rasa_gets_the_database_with_its_own_driver(self) -> None:
        shown = environment(Settings(database_url="postgresql+psycopg://dewy@db/dewy"))
        assert shown["DEWY_TRACKER_URL"] == "postgresql://dewy@db/dewy"

    def test_rasa_is_never_more_talkative_than_warnings(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From INFO on it writes what patients say."""
        monkeypatch.setenv("LOG_LEVEL", "DEBUG")
        assert environment(Settings(log_level="debug"))["LOG_LEVEL"] == "WARNING"
