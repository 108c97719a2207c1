"""Going on in a messenger, from the header's menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.channels.telegram.conftest import connected as at_telegram
from tests.bot.channels.whatsapp.conftest import connected as at_whatsapp
from tests.bot.chat.conftest import Show
from tests.bot.chat.test_accessibility import violations
from tests.bot.gateway.served import served_here
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.graph import NUMBER, GraphApi
from tests.imitated.telegram import TelegramApi
from tests.serving import Serving

pytestmark = pytest.mark.browser
ENTRY = "Go on in a messenger"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def settings(tmp_path: Path, stand_in: StandIn) -> Settings:
    settings = Settings(var=tmp_path, rasa_port=stand_in.port, actions_port=stand_in.actions_port)
    upgrade(settings)
    return settings


@pytest.fixture
def telegram() -> Iterator[TelegramApi]:
    with TelegramApi() as telegram:
        yield telegram


@pytest.fixture
def gateway(settings: Settings, telegram: TelegramApi) -> Iterator[Serving]:
    """The gateway with both messengers."""
    with (
        GraphApi() as graph,
        served_here(settings, **at_whatsapp(graph), **at_telegram(telegram)) as gateway,
    ):
        telegram.until_connected()
        yield gateway


def test_a_link_opens_each_messenger_and_takes_the_talk_along(
    show: Show, gateway: Serving, telegram: TelegramApi
) -> None:
    screen = show(gateway.url).is_greeted().says("acne")
    screen.asks(ENTRY)
    ways = screen.line.get_by_role("link")
    expect(ways).to_have_text(["Telegram", "WhatsApp"])
    addresses = [urlsplit(str(way.get_attribute("href"))) for way in ways.all()]
    code = parse_qs(addresses[0].query)["start"][0]
    assert addresses[1].path == f"/{NUMBER}" and code in addresses[1].query
    asha = telegram.chat()
    asha.says(f"/start {code}")
    asha.until(1)
    asha.says("and oily")
    assert asha.until(2)[-1] == "You said: and oily"
    # on the website too
    expect(screen.answers.last).to_contain_text("You said: and oily")
    assert violations(screen) == []
    # nobody has to reach Telegram for the page that opens
    screen.context.route("**://t.me/**", lambda route: route.fulfill(body="Telegram"))
    with screen.context.expect_page() as opened:
        ways.filter(has_text="Telegram").click()
    expect(opened.value.locator("body")).to_have_text("Telegram")
    expect(ways).to_have_count(0)


def test_there_is_no_entry_without_a_messenger(show: Show, settings: Settings) -> None:
    with served_here(settings) as gateway:
        screen = show(gateway.url).is_greeted()
        screen.page.get_by_role("button", name="More").click()
        expect(screen.page.get_by_role("menuitem").first).to_be_visible()
        expect(screen.page.get_by_role("menuitem", name=ENTRY)).to_have_count(0)
