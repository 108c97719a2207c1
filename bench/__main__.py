"""`make bench`: load, memory, turns and throughput of this assistant against Rasa's stock bot.

Both run at the same time on the same machine and are measured in turns, so that noise hits both;
the figures to read are the ratios.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from honcho.environ import parse_procfile

from bench import door, messengers, photographs, queue, stock
from bench.talks import DEWY, STOCK, Talker, p50_ms
from clinic.migrate import upgrade
from clinic.settings import Settings
from deploy.run import PROCFILE, answers, environment
from deploy.train import ROOT, train
from tests.imitated.graph import GraphApi

ROUNDS = 5
TALKS_A_ROUND = 8
AT_ONCE = 20
TALKS_THROUGH = 20
IDLE_TALKS = 200
MEBIBYTE = 2**20
# One visitor here stands for many.
PLENTY = "100000"


@dataclass
class Server:
    """A running Rasa server with how it started."""

    talker: Talker
    load_seconds: float
    process: psutil.Process
    # of the door before it, where there is one
    web_url: str = ""
    web: psutil.Process | None = None

    def memory_mb(self) -> float:
        """Return the resident memory of Rasa and its children, in MiB."""
        processes = [self.process, *self.process.children(recursive=True)]
        return float(sum(each.memory_info().rss for each in processes)) / MEBIBYTE


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    command: Sequence[str] | str, url: str, env: Mapping[str, str]
) -> Iterator[tuple[float, psutil.Process]]:
    """Run a server until the block ends; give the seconds until it answered, and its process."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, shell=isinstance(command, str), cwd=ROOT, env=dict(env), stdout=log, stderr=log
        )  # a line of our own Procfile
        try:
            while not answers(url):
                if process.poll() is not None:
                    log.seek(0)
                    sys.exit(f"bench: a server ended:\n{log.read().decode()}")
                time.sleep(0.05)
            yield time.monotonic() - began, psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def serve_stock(stack: ExitStack, folder: Path) -> Server:
    """Start the stock bot."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = stock.command(folder, port)
    load, process = stack.enter_context(
        started(command, f"{url}/webhooks/rest/", os.environ | stock.QUIET)
    )
    return Server(Talker(url, STOCK), load, process)


def serve_dewy(stack: ExitStack, folder: Path, graph: GraphApi) -> Server:
    """Start this assistant: its three processes, with a database of their own."""
    settings = Settings(
        web_port=free_port(),
        actions_port=free_port(),
        rasa_port=free_port(),
        var=folder,
        database_url=None,
    )
    upgrade(settings)
    # a clinic's own settings and database stay out of it
    env = environment(settings) | {
        "DEWY_ENV_FILE": os.devnull,
        "DEWY_PHOTOS_AN_HOUR": PLENTY,
        "DEWY_MESSAGES_A_MINUTE": PLENTY,
        "DEWY_REQUESTS_A_MINUTE": PLENTY,
        **messengers.settings(graph),
    }
    env.pop("DATABASE_URL", None)
    commands = dict(parse_procfile(PROCFILE.read_text()).processes)
    stack.enter_context(started(commands["actions"], f"{settings.actions_url}/health", env))
    load, process = stack.enter_context(
        started(commands["rasa"], f"{settings.rasa_url}/webhooks/rest/", env)
    )
    _, web = stack.enter_context(started(commands["web"], f"{settings.web_url}/health", env))
    return Server(Talker(settings.rasa_url, DEWY), load, process, settings.web_url, web)


async def measure_door(server: Server) -> None:
    """Measure the door of this assistant, and print it."""
    assert server.web  # noqa: S101  # it was started with the rest
    added = await door.added_ms(server.web_url, server.talker, TALKS_THROUGH)
    idle = await door.idle_mb(server.web_url, server.web, IDLE_TALKS)
    print(f"\n{'the door adds to a turn, p50, ms':44}{added:8.1f}")
    print(f"{f'{IDLE_TALKS} open talks, MiB':44}{idle:8.1f}")
    if door.CHROMIUM.exists():
        took = await door.launcher_ms(server.web_url)
        print(f"{'launcher after its script, median, ms':44}{statistics.median(took):8.1f}")
        print(f"{'launcher after its script, worst, ms':44}{max(took):8.1f}")
    else:
        print(f"launcher: not measured, no Chromium at {door.CHROMIUM}")


async def measure_photographs(server: Server) -> None:
    """Measure what photographs cost those who write, and print it."""
    took = await photographs.times(server.web_url)
    rows = (
        ("text turns, p95, ms", took.alone_ms),
        (f"the same beside {took.photographs} texts of two others", took.beside_texts_ms),
        (f"the same beside {took.photographs} photographs of theirs", took.beside_photographs_ms),
        ("photographs against texts", took.beside_photographs_ms / took.beside_texts_ms),
    )
    print()
    for label, value in rows:
        print(f"{label:44}{value:8.2f}")


async def measure_messengers(server: Server, graph: GraphApi) -> None:
    """Measure how many deliveries of a messenger are answered a second, and print it."""
    direct = await server.talker.throughput(messengers.PATIENTS)
    through = await messengers.deliveries_a_second(graph, server.web_url, server.talker.script)
    print(f"\n{f'deliveries/s, {messengers.PATIENTS} patients on WhatsApp':44}{through:8.1f}")
    print(f"{'the same turns asked of Rasa alone':44}{direct:8.1f}")
    print(f"{'ratio':44}{through / direct:8.2f}")


async def measure(servers: Mapping[str, Server]) -> dict[str, dict[str, float]]:
    """Measure both servers in turns; return each one's figures."""
    turns: dict[str, list[float]] = {name: [] for name in servers}
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for server in servers.values():
        await server.talker.turns(2)
    for _ in range(ROUNDS):
        for name, server in servers.items():
            turns[name] += await server.talker.turns(TALKS_A_ROUND)
        for name, server in servers.items():
            rates[name].append(await server.talker.throughput(AT_ONCE))
    return {
        name: {
            "load, s": server.load_seconds,
            "memory, MiB": server.memory_mb(),
            "turn p50, ms": p50_ms(turns[name]),
            f"turns/s, {AT_ONCE} talks": statistics.median(rates[name]),
        }
        for name, server in servers.items()
    }


def main() -> None:
    """Build both, run both, print both."""
    train()
    print("bench: the stock bot is trained once, which takes two minutes", file=sys.stderr)
    stock.build(ROOT / "var" / "bench" / "stock")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        graph = stack.enter_context(GraphApi())
        servers = {
            "stock": serve_stock(stack, ROOT / "var" / "bench" / "stock"),
            "dewy": serve_dewy(stack, folder, graph),
        }
        figures = asyncio.run(measure(servers))
        print_figures(figures)
        asyncio.run(measure_door(servers["dewy"]))
        asyncio.run(measure_photographs(servers["dewy"]))
        asyncio.run(measure_messengers(servers["dewy"], graph))
    # alone: it runs in this process
    asyncio.run(queue.measure())


def print_figures(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print both servers' figures side by side."""
    print(f"{'':22}{'stock':>10}{'dewy':>10}{'ratio':>10}")
    for name, value in figures["stock"].items():
        ours = figures["dewy"][name]
        print(f"{name:22}{value:10.1f}{ours:10.1f}{ours / value:10.2f}")


if __name__ == "__main__":
    main()
