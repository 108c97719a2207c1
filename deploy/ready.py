"""Whether the three processes can listen where the settings say, and whether they answer there."""

from __future__ import annotations

import errno
import socket
import time
import urllib.request
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from clinic.settings import LOOPBACK, Settings

# our own addresses: a proxy of the environment has no business here
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def unusable_ports(settings: Settings) -> Iterator[str]:
    """Yield a line for each address that a process cannot listen on, with the setting to change."""
    for name, host, port in (
        ("WEB", settings.web_host, settings.web_port),
        ("ACTIONS", LOOPBACK, settings.actions_port),
        ("RASA", LOOPBACK, settings.rasa_port),
    ):
        match _error_of_listening(host, port):
            case None:
                pass
            case errno.EADDRINUSE:
                yield f"port {port} on {host} is taken: free it, or set DEWY_{name}_PORT"
            case errno.EACCES:
                yield f"port {port} needs an administrator's rights: set DEWY_{name}_PORT"
            case _:
                yield f"{host} is no address of this machine: set DEWY_{name}_HOST"


def _error_of_listening(host: str, port: int) -> int | None:
    """Return the number of the error that a server would meet, or None."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # as servers do, so that a port whose last connections linger counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.errno
    return None


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
        with DIRECT.open(url, timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def still_silent(urls: Mapping[str, str], seconds: float) -> list[str]:
    """Wait until all answer, or for so many seconds; return the names of those that do not."""
    silent = dict(urls)
    deadline = time.monotonic() + seconds
    while silent and time.monotonic() < deadline:
        silent = {name: url for name, url in silent.items() if not answers(url)}
        time.sleep(0.2)
    return list(silent)
