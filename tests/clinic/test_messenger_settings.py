"""Settings of the messengers: each is off until it is whole, and says what is missing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from clinic.settings import Settings, problems

BOT = "123456:" + "a" * 35
CLOUD = {
    "whatsapp_token": "t" * 20,
    "whatsapp_phone_id": "106540352242922",
    "whatsapp_app_secret": "s" * 32,
    "whatsapp_verify_token": "v" * 12,
}
TWILIO = {
    "public_url": "https://dewy.clinic.example",
    "twilio_account": "AC" + "0" * 32,
    "twilio_token": "t" * 32,
    "twilio_number": "+911123456789",
}


def refused(**given: object) -> str:
    with pytest.raises(ValidationError) as error:
        Settings(**given)  # type: ignore[arg-type]
    return "\n".join(problems(error.value))


def test_none_is_connected_without_settings() -> None:
    assert Settings().messengers == []


def test_telegram_by_webhook_needs_a_public_address() -> None:
    assert "DEWY_TELEGRAM_UPDATES: is webhook, which needs DEWY_PUBLIC_URL" in refused(
        telegram_token=BOT
    )
    assert Settings(telegram_token=BOT, telegram_updates="polling").messengers == ["telegram"]


@pytest.mark.parametrize("missing", ["phone_id", "app_secret", "verify_token"])
def test_whatsapp_is_whole_or_off(missing: str) -> None:
    without = {name: value for name, value in CLOUD.items() if not name.endswith(missing)}
    assert f"DEWY_WHATSAPP_{missing.upper()}: is missing" in refused(**without)


def test_a_talk_can_be_taken_to_whatsapp_where_the_number_is_known() -> None:
    assert Settings(**CLOUD).messengers == []  # type: ignore[arg-type]
    known = Settings(**CLOUD, whatsapp_number="+911123456789")  # type: ignore[arg-type]
    assert known.messengers == ["whatsapp"]
    assert Settings(**TWILIO).messengers == ["whatsapp"]  # type: ignore[arg-type]


def test_whatsapp_is_connected_in_one_way() -> None:
    assert "connect WhatsApp in one way" in refused(**CLOUD, **TWILIO)


def test_twilio_needs_the_address_that_it_signs() -> None:
    without = {name: value for name, value in TWILIO.items() if name != "public_url"}
    assert "needs DEWY_PUBLIC_URL" in refused(**without)


@pytest.mark.parametrize("url", ["http://clinic.example", "https://clinic.example/dewy", "clinic"])
def test_the_public_address_is_a_server_that_others_cannot_read_along(url: str) -> None:
    assert "DEWY_PUBLIC_URL: must be" in refused(public_url=url)


@pytest.mark.parametrize(
    ("said", "weeks"), [("4,8", (4, 8)), ("6", (6,)), ("none", ()), (" 2, 12 ", (2, 12))]
)
def test_check_ins_come_after_weeks(said: str, weeks: tuple[int, ...]) -> None:
    assert Settings(check_in_weeks=said).check_in_weeks == weeks  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["0", "53", "soon"])
def test_other_weeks_are_refused(said: str) -> None:
    assert "DEWY_CHECK_IN_WEEKS" in refused(check_in_weeks=said)


def test_no_error_shows_a_token() -> None:
    for name in ("telegram_token", "whatsapp_token", "twilio_token"):
        assert "geheim" not in refused(**{name: "ge heim"})
