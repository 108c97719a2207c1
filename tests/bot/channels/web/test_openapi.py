"""The API does what its description says: whatever is sent to it, it answers as described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

PLENTY = "1000000"
# It never ends: test_events.py listens to it.
STREAM = "/api/talk/events"
OPERATIONS = [
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/api/widget"),
    ("POST", "/api/session"),
    ("GET", "/api/talk"),
    ("POST", "/api/messages"),
    ("POST", "/api/plan/link"),
    ("POST", "/api/link"),
    ("POST", "/api/photos"),
    ("GET", "/api/photos/{photo}"),
    ("GET", "/api/photos/{photo}/overlay"),
    ("GET", "/api/photos/{photo}/beside/{earlier}"),
    ("DELETE", "/api/photos/{photo}"),
]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A patient's browser at a door that lets much in."""
    var = tmp_path_factory.mktemp("door")
    upgrade(Settings(var=var))
    plenty = {
        "DEWY_MESSAGES_A_MINUTE": PLENTY,
        "DEWY_REQUESTS_A_MINUTE": PLENTY,
        "DEWY_PHOTOS_AN_HOUR": PLENTY,
    }
    with (
        StandIn() as stand_in,
        Served(var, stand_in, **plenty) as served,
        httpx.Client(base_url=served.url) as browser,
    ):
        browser.post("/api/session")
        yield browser


@pytest.fixture(scope="module")
def description(door: httpx.Client) -> dict[str, Any]:
    description: dict[str, Any] = door.get("/api/openapi.json").json()
    return description


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("caller", ["patient", "stranger"])
def test_whatever_is_sent_is_answered_as_described(
    door: httpx.Client, description: dict[str, Any], method: str, path: str, caller: str
) -> None:
    schema = schemathesis.openapi.from_dict(description)
    schema.config.update(base_url=str(door.base_url))
    cookies = dict(door.cookies) if caller == "patient" else {}

    @given(schema[path][method].as_strategy())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def is_as_described(case: schemathesis.Case) -> None:
        answer = case.call(cookies=cookies)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code in range(400, 500) and path.startswith("/api"):
            assert answer.json()["problem"]

    is_as_described()


def test_every_route_has_a_summary_and_its_bodies_have_examples(
    description: dict[str, Any],
) -> None:
    operations = {
        (method.upper(), path): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }
    assert set(operations) == {*OPERATIONS, ("GET", STREAM)}
    assert all(operation["summary"] for operation in operations.values())
    said = description["paths"]["/api/messages"]["post"]["requestBody"]["content"]
    assert said["application/json"]["schema"]["examples"]


def test_the_stream_is_described(description: dict[str, Any]) -> None:
    answer = description["paths"][STREAM]["get"]["responses"]["200"]
    assert "text/event-stream" in answer["content"]


def test_who_may_ask_is_described(description: dict[str, Any]) -> None:
    schemes = description["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"apiKey", "http"}
    assert description["paths"]["/api/talk"]["get"]["security"]
