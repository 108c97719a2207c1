"""A real PostgreSQL of Debian's, in a folder of its own, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from clinic.migrate import upgrade
from clinic.settings import Settings

UNPRIVILEGED = "postgres"
# no flushes to disk, which nothing here needs, and no TCP port that could be taken
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; skips the test where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    found = str(folders[-1]) if folders else shutil.which("pg_ctl")
    if found is None:
        pytest.skip("PostgreSQL is missing: apt install postgresql")
    return Path(found).parent


class Postgres:
    """One server on a Unix socket; `empty` gives an address where nothing is yet."""

    def __init__(self) -> None:
        self._bin = programs()
        # no folder of pytest's: another user must reach it, and a socket's path is short
        self._folder = Path(tempfile.mkdtemp(prefix="dewy-"))
        # it refuses to run as root
        self._user = UNPRIVILEGED if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(self._folder, self._user)
        self._made: str | None = None
        self._template = ""

    def start(self) -> None:
        self._run("initdb", "--no-sync", "--auth=trust", "--username=dewy", "--encoding=UTF8")
        self._run("pg_ctl", "start", "-w", "-s", "-o", f"{FAST} -k {self._folder}", "-l", self._log)
        self._server = create_engine(self._url("public"))

    def stop(self) -> None:
        self._server.dispose()
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")
        shutil.rmtree(self._folder)

    def empty(self) -> str:
        """Return the address of a new schema, which is to a test what a new database is."""
        name = f"s{uuid.uuid4().hex}"
        with self._server.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        return self._url(name)

    def migrated(self) -> str:
        """Return the address of a new schema that is up to date.

        The migrations run once; what they made is made again from its dump, in a tenth of the time.
        """
        if self._made is None:
            url = self.empty()
            upgrade(Settings(database_url=SecretStr(url)))
            self._template = url.rpartition("%3D")[2]
            self._made = self._dumped(self._template)
        url = self.empty()
        with self._server.begin() as connection:
            made = self._made.replace(self._template, url.rpartition("%3D")[2])
            connection.connection.driver_connection.execute(made)
        return url

    def _dumped(self, schema: str) -> str:
        """Return the statements that make a schema again, with the version that it is at."""
        dump = [str(self._bin / "pg_dump"), "-h", str(self._folder), "-U", "dewy", "-n", schema]
        more = ["--no-owner", "--inserts", "postgres"]
        done = subprocess.run([*dump, *more], capture_output=True, text=True, check=True)
        lines = done.stdout.splitlines()
        # the schema is there already; a dump from a program of the day begins with words to psql
        kept = [each for each in lines if not each.startswith(("CREATE SCHEMA", "\\"))]
        return "\n".join(kept)

    @property
    def _log(self) -> str:
        return str(self._folder / "log")

    def _url(self, schema: str) -> str:
        return (
            f"postgresql+psycopg://dewy@/postgres?host={self._folder}"
            f"&options=-csearch_path%3D{schema}"
        )

    def _run(self, program: str, *options: str) -> None:
        command = [str(self._bin / program), "-D", str(self._folder / "data"), *options]
        done = subprocess.run(
            command,
            user=self._user if os.geteuid() == 0 else None,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            log = Path(self._log)
            pytest.fail(f"{program}: {done.stdout}{log.read_text() if log.exists() else ''}")
