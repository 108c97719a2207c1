"""A port that cannot be used is named before anything starts; ready means that all three answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from clinic.settings import Settings
from deploy.ready import addresses, answers, still_silent, unusable_ports
from tests.house import free_port


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that answers `/404` with that status."""
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def settings(**given: object) -> Settings:
    ports = {name: free_port() for name in ("web_port", "actions_port", "rasa_port")}
    return Settings(**{**ports, **given})  # type: ignore[arg-type]


def test_free_ports_are_no_problem() -> None:
    assert list(unusable_ports(settings())) == []
    assert list(unusable_ports(settings(web_host="localhost"))) == []


@pytest.mark.parametrize("name", ["web", "actions", "rasa"])
def test_a_taken_port_names_the_setting_to_change(name: str, server: str) -> None:
    port = int(server.rpartition(":")[2])
    assert list(unusable_ports(settings(**{f"{name}_port": port}))) == [
        f"port {port} on 127.0.0.1 is taken: free it, or set DEWY_{name.upper()}_PORT"
    ]


def test_a_port_taken_on_loopback_is_taken_everywhere(server: str) -> None:
    port = int(server.rpartition(":")[2])
    (line,) = unusable_ports(settings(web_host="0.0.0.0", web_port=port))
    assert "is taken" in line


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7", "no-such-host.invalid"])
def test_a_host_of_elsewhere_is_named(host: str) -> None:
    assert list(unusable_ports(settings(web_host=host))) == [
        f"{host} is no address of this machine: set DEWY_WEB_HOST"
    ]


def test_each_process_has_an_address_of_its_own() -> None:
    assert addresses(Settings()) == {
        "rasa": "http://127.0.0.1:5005/webhooks/rest/",
        "actions": "http://127.0.0.1:5055/health",
        "web": "http://127.0.0.1:8000/health",
    }


def test_only_a_good_answer_counts(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert answers(f"{server}/200")
    assert not answers(f"{server}/503")
    assert not answers(f"http://127.0.0.1:{free_port()}/200")


def test_who_stays_silent_is_named(server: str) -> None:
    urls = {"web": f"{server}/200", "rasa": f"{server}/503"}
    assert still_silent(urls, 0.3) == ["rasa"]
    assert still_silent({"web": urls["web"]}, 0.3) == []
