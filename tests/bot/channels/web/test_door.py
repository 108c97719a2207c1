"""Who knocks at the door: by their own address, or as a trusted proxy says, and how often."""

from __future__ import annotations

import httpx
import pytest

from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


def statuses(served: Served, headers: list[dict[str, str]]) -> list[int]:
    with httpx.Client(base_url=served.url) as client:
        return [client.post("/api/session", headers=each).status_code for each in headers]


def test_a_proxy_is_believed_and_each_patient_behind_it_has_a_limit(
    settings: Settings, stand_in: StandIn
) -> None:
    with Served(settings.var, stand_in, DEWY_REQUESTS_A_MINUTE="2") as served:
        cookie = httpx.post(f"{served.url}/api/session", headers=FORWARDED).headers["set-cookie"]
        assert cookie.startswith("__Host-dewy=") and "Secure" in cookie
        other = FORWARDED | {"X-Forwarded-For": "203.0.113.8"}
        assert statuses(served, [FORWARDED, FORWARDED, other, other, other]) == [
            200,
            429,
            200,
            200,
            429,
        ]


def test_what_a_stranger_says_of_itself_is_not_believed(
    settings: Settings, stand_in: StandIn
) -> None:
    strict = {"DEWY_PROXIES": "10.0.0.1", "DEWY_REQUESTS_A_MINUTE": "2"}
    with Served(settings.var, stand_in, **strict) as served:
        cookie = httpx.post(f"{served.url}/api/session", headers=FORWARDED).headers["set-cookie"]
        assert cookie.startswith("dewy=") and "Secure" not in cookie
        many = [FORWARDED | {"X-Forwarded-For": f"203.0.113.{last}"} for last in range(3)]
        assert statuses(served, many) == [200, 429, 429]


def test_a_network_of_ipv6_is_one_customer(settings: Settings, stand_in: StandIn) -> None:
    with Served(settings.var, stand_in, DEWY_REQUESTS_A_MINUTE="1") as served:
        homes = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]
        asked = [FORWARDED | {"X-Forwarded-For": home} for home in homes]
        assert statuses(served, asked) == [200, 429, 200]


@pytest.mark.parametrize("path", ["/", "/demo", "/widget/dewy.js", "/api/widget", "/health"])
def test_pages_and_health_are_not_limited(settings: Settings, stand_in: StandIn, path: str) -> None:
    with Served(settings.var, stand_in, DEWY_REQUESTS_A_MINUTE="1") as served:
        assert {httpx.get(f"{served.url}{path}").status_code for _ in range(4)} == {200}
