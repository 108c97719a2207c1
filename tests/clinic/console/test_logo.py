"""Who leads puts the clinic's logo and colour up, sees what is wrong with others, and takes them down."""

from __future__ import annotations

import io

import httpx
import pytest
from pypdf import PdfReader

from clinic.console.desk import Desk
from tests.analysis.pictures import encoded, png_of_size, skin
from tests.clinic.console.conftest import Browser

PLACE = "/staff/settings/looks/logo"
PICTURE = encoded(skin((300, 80)), "PNG")


async def put_up(browser: Browser, data: bytes = PICTURE, name: str = "logo.png") -> httpx.Response:
    return await browser.post(PLACE, files={"logo": (name, data, "image/png")})


async def test_a_logo_is_put_up_and_shown_on_every_page(admin: Browser, desk: Desk) -> None:
    page = await put_up(admin)
    assert "The logo is up." in page.text
    for path in ("/staff/settings", "/staff/people"):
        assert 'src="/logo" alt="the clinic"' in (await admin.get(path)).text
    assert "Logo, from none to a picture" in page.text
    found = desk.logos.now()
    assert found and found.png.startswith(b"\x89PNG")


async def test_it_is_taken_down(admin: Browser, desk: Desk) -> None:
    await put_up(admin)
    page = await admin.post(PLACE, data={"remove": "1"})
    assert "The logo is taken down." in page.text
    assert 'src="/logo"' not in page.text and "Take it down" not in page.text
    assert desk.logos.now() is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no picture", "The file is no PNG, JPEG or WebP picture."),
        (bytes(1024 * 1024 + 1), "The file is larger than 1 MB."),
        (bytes(3 * 1024 * 1024), "The file is larger than 1 MB."),
        (png_of_size(9000, 9000), "The picture has too many pixels"),
        (PICTURE[:200], "The file is damaged"),
        (b"", "No file was chosen, or it is empty."),
    ],
)
async def test_what_cannot_be_one_is_said_and_the_old_one_stays(
    admin: Browser, desk: Desk, data: bytes, said: str
) -> None:
    await put_up(admin)
    page = await put_up(admin, data)
    assert page.status_code == 422
    assert said in page.text and 'aria-invalid="true"' in page.text
    assert desk.logos.now()


async def test_a_form_without_a_file_is_answered(admin: Browser) -> None:
    for form in (
        {"data": {"other": "x"}},
        {"files": {"logo": ("", b"", "application/octet-stream")}},
    ):
        assert "No file was chosen" in (await admin.post(PLACE, **form)).text


async def test_only_who_leads_may(browser: Browser, receptionist: Browser, desk: Desk) -> None:
    for each in (browser, receptionist):
        assert (await put_up(each)).status_code == 403
    assert desk.logos.now() is None


async def test_another_sites_page_cannot(admin: Browser, desk: Desk) -> None:
    admin.headers.update({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert (await put_up(admin)).status_code == 403
    assert desk.logos.now() is None


async def test_it_is_on_the_page_for_the_file(admin: Browser, number: int) -> None:
    def pictures(pdf: bytes) -> list[str]:
        [page] = PdfReader(io.BytesIO(pdf)).pages
        return [each.name for each in page.images]

    address = f"/staff/intakes/{number}/page.pdf"
    assert not pictures((await admin.get(address)).content)
    await put_up(admin)
    assert pictures((await admin.get(address)).content)


class TestTheAccent:
    async def test_is_chosen_and_let_go(self, admin: Browser, desk: Desk) -> None:
        page = await admin.post("/staff/settings/looks", data={"accent": "#3D6B5E"})
        assert "The settings are changed." in page.text
        assert desk.settings.accent == "#3d6b5e"
        await admin.post("/staff/settings/looks", data={"accent": ""})
        assert desk.settings.accent is None

    async def test_is_refused_with_its_contrast(self, admin: Browser, desk: Desk) -> None:
        page = await admin.post("/staff/settings/looks", data={"accent": "#ffaa00"})
        assert page.status_code == 422
        assert "their contrast is 1.9 to 1, and 4.5 to 1 is the least" in page.text
        # what was typed stands there to be put right
        assert 'value="#ffaa00"' in page.text
        assert desk.settings.accent is None

    async def test_stays_when_the_logo_changes(self, admin: Browser, desk: Desk) -> None:
        await admin.post("/staff/settings/looks", data={"accent": "#3d6b5e"})
        await put_up(admin)
        await admin.post("/staff/settings/looks", data={"defaults": "1"})
        assert desk.settings.accent is None and desk.settings.logo
