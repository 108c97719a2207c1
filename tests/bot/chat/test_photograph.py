"""A photograph from a file or the camera: seen before it is sent, small, and left at any step."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Route, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser
LONGEST_PX = 2016
UPRIGHT_BY_QUARTER_TURN = 6
PLACE_AND_TIME = 0x8825
Upload = tuple[str, bytes]


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    def picture(width: int = 3000, height: int = 1500, name: str = "face.jpg") -> Path:
        """A photograph as a phone writes it: on its side, with the place and time in it."""
        image = Image.new("RGB", (width, height), "#d9a08b")
        image.paste("#7a3b2e", (0, 0, width // 2, height))
        exif = Image.Exif()
        exif[0x0112] = UPRIGHT_BY_QUARTER_TURN
        exif.get_ifd(PLACE_AND_TIME)[1] = "N"
        image.save(tmp_path / name, exif=exif, quality=90)
        return tmp_path / name

    return picture


def chooses(screen: Screen, path: Path) -> Screen:
    screen.page.get_by_role("button", name="Add a photo").click()
    with screen.page.expect_file_chooser() as chooser:
        screen.page.get_by_role("menuitem", name="Choose a photo").click()
    chooser.value.set_files(path)
    return screen


def preview(screen: Screen) -> Any:
    return screen.page.get_by_role("dialog", name="Send a photo")


def uploads(screen: Screen) -> list[Upload]:
    seen: list[Upload] = []

    def note(route: Route) -> None:
        request = route.request
        seen.append(
            (
                f"{request.method} {request.headers.get('content-type', '')}".strip(),
                request.post_data_buffer or b"",
            )
        )
        route.fallback()

    screen.page.route("**/api/photos*", note)
    screen.page.route("**/api/photos/*", note)
    return seen


def test_a_file_is_seen_then_sent_with_words_and_shown_in_the_talk(
    show: Show, site: Site, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(site.page()).opens()
    chooses(screen, picture())
    expect(preview(screen).get_by_role("img", name="Your photo")).to_be_visible()
    preview(screen).get_by_label("Add a few words").fill("my cheek")
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(preview(screen)).to_be_hidden()
    expect(screen.answers.last).to_contain_text("my cheek")
    expect(screen.said).to_have_count(1)
    expect(screen.said.get_by_role("img", name="Your photo")).to_be_visible()
    screen.page.reload()
    expect(screen.said.get_by_role("img", name="Your photo")).to_be_visible()
    expect(screen.said).to_contain_text("my cheek")


def test_what_is_sent_is_upright_small_and_tells_no_place(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    seen = uploads(screen)
    chooses(screen, picture())
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(screen.said.get_by_role("img")).to_be_visible()
    expect(screen.answers).to_have_count(2)
    [(kind, body)] = seen
    assert kind == "POST image/jpeg"
    sent = Image.open(io.BytesIO(body))
    assert sent.size == (LONGEST_PX // 2, LONGEST_PX)
    assert not sent.getexif()
    # what was left in the file is above in the photograph
    top, bottom = sent.getpixel((9, 9)), sent.getpixel((9, LONGEST_PX - 9))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] < bottom[0]


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_nothing_leaves_where_it_is_cancelled(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path], way: str
) -> None:
    screen = show(served.url).is_greeted()
    seen = uploads(screen)
    chooses(screen, picture())
    expect(preview(screen).get_by_role("img")).to_be_visible()
    if way == "button":
        preview(screen).get_by_role("button", name="Cancel").click()
    else:
        screen.page.keyboard.press("Escape")
    expect(preview(screen)).to_be_hidden()
    expect(screen.page.get_by_role("button", name="Add a photo")).to_be_focused()
    assert seen == []
    screen.says("acne")
    assert stand_in.texts == ["hello", "acne"]


def test_it_is_cancelled_on_its_way(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    stopped: list[str] = []
    screen.page.on("requestfailed", lambda request: stopped.append(request.url))
    screen.page.route("**/api/photos", lambda _: None)
    chooses(screen, picture())
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(preview(screen).get_by_role("progressbar", name="Sending your photo")).to_be_visible()
    preview(screen).get_by_role("button", name="Cancel").click()
    expect(preview(screen)).to_be_hidden()
    screen.page.unroute_all()
    screen.says("acne")
    assert [url.rpartition("/")[2] for url in stopped] == ["photos"]
    expect(screen.said).to_have_count(1)


def test_an_upload_is_taken_back_where_its_message_is_refused(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    seen = uploads(screen)
    screen.page.route(
        "**/api/messages", lambda route: route.fulfill(status=400, json={"problem": "Not this."})
    )
    chooses(screen, picture())
    preview(screen).get_by_label("Add a few words").fill("my cheek")
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(screen.page.get_by_role("alert")).to_have_text("Not this.")
    expect(screen.words).to_have_value("my cheek")
    expect(screen.said).to_have_count(0)
    screen.page.wait_for_timeout(200)
    assert [kind.split()[0] for kind, _ in seen] == ["POST", "DELETE"]
    screen.forgives()


def test_one_that_is_not_sent_yet_can_be_taken_back(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    seen = uploads(screen)
    screen.page.route("**/api/messages", lambda route: route.abort())
    chooses(screen, picture())
    preview(screen).get_by_role("button", name="Send photo").click()
    screen.notes.get_by_role("button", name="Take back").click()
    expect(screen.said).to_have_count(0)
    screen.page.unroute_all()
    screen.says("acne")
    assert stand_in.texts == ["hello", "acne"]
    assert seen[-1][0].startswith("DELETE")
    screen.forgives()


def test_a_refusal_says_why_and_leaves_the_photograph_there(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    screen.page.route(
        "**/api/photos", lambda route: route.fulfill(status=429, json={"problem": "Please wait."})
    )
    chooses(screen, picture())
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(preview(screen).get_by_role("alert")).to_have_text("Please wait.")
    screen.page.unroute_all()
    screen.page.route("**/api/photos", lambda route: route.abort())
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(preview(screen).get_by_role("alert")).to_contain_text("did not get through")
    screen.page.unroute_all()
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(screen.said.get_by_role("img")).to_be_visible()
    screen.forgives()


def test_a_file_that_is_no_picture_is_refused_at_once(
    show: Show, served: Served, stand_in: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "notes.jpg").write_text("no picture")
    screen = chooses(show(served.url).is_greeted(), tmp_path / "notes.jpg")
    expect(preview(screen).get_by_role("alert")).to_contain_text("choose a photo (JPEG")
    preview(screen).get_by_role("button", name="Cancel").click()
    expect(preview(screen)).to_be_hidden()


def test_what_an_iphone_writes_is_sent_as_it_is(
    show: Show, served: Served, stand_in: StandIn, tmp_path: Path
) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "#d9a08b")).save(tmp_path / "IMG_1.HEIC")
    screen = show(served.url).is_greeted()
    seen = uploads(screen)
    chooses(screen, tmp_path / "IMG_1.HEIC")
    expect(preview(screen)).to_contain_text("cannot be shown here")
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(screen.said).to_have_count(1)
    assert seen[0] == ("POST image/heic", (tmp_path / "IMG_1.HEIC").read_bytes())
    screen.page.reload()
    expect(screen.said.get_by_role("img", name="Your photo")).to_be_visible()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_is_dropped_or_pasted(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path], way: str
) -> None:
    screen = show(served.url).is_greeted()
    transfer = screen.page.evaluate_handle(
        """(bytes) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "face.jpg", { type: "image/jpeg" }));
            return transfer;
        }""",
        list(picture(300, 200).read_bytes()),
    )
    name = "dataTransfer" if way == "drop" else "clipboardData"
    screen.words.evaluate(
        """(node, [way, name, transfer]) => node.dispatchEvent(
            new (way === "drop" ? DragEvent : ClipboardEvent)(way, { [name]: transfer, bubbles: true, composed: true, cancelable: true })
        )""",
        [way, name, transfer],
    )
    expect(preview(screen).get_by_role("img", name="Your photo")).to_be_visible()


def test_the_camera_is_seen_live_and_let_go(show: Show, served: Served, stand_in: StandIn) -> None:
    screen = show(served.url, permissions=["camera"]).is_greeted()
    screen.page.get_by_role("button", name="Add a photo").click()
    screen.page.get_by_role("menuitem", name="Take a photo").click()
    shutter = preview(screen).get_by_role("button", name="Take the photo")
    expect(shutter).to_be_enabled()
    video = screen.page.locator("video")
    assert video.evaluate("(node) => node.videoWidth > 0 && !node.paused")
    stream = video.evaluate_handle("(node) => node.srcObject")
    shutter.click()
    expect(preview(screen).get_by_role("img", name="Your photo")).to_be_visible()
    assert stream.evaluate(
        "(stream) => stream.getTracks().map(({ readyState }) => readyState)"
    ) == ["ended"]
    preview(screen).get_by_role("button", name="Send photo").click()
    expect(screen.said.get_by_role("img", name="Your photo")).to_be_visible()
    expect(screen.answers).to_have_count(2)


def test_where_there_are_two_cameras_the_other_can_be_used(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url, permissions=["camera"]).is_greeted()
    screen.page.get_by_role("button", name="Add a photo").click()
    screen.page.get_by_role("menuitem", name="Take a photo").click()
    video = screen.page.locator("video")
    other = preview(screen).get_by_role("button", name="Use the other camera")
    expect(other).to_be_visible()
    # a mirror, as people know themselves
    expect(video).to_have_css("scale", "-1 1")
    before = video.evaluate_handle("(node) => node.srcObject")
    other.click()
    expect(preview(screen).get_by_role("button", name="Take the photo")).to_be_enabled()
    expect(video).to_have_css("scale", "none")
    assert before.evaluate("(stream) => !stream.active")
    assert video.evaluate("(node) => node.srcObject.active")


def test_leaving_lets_the_camera_go(show: Show, site: Site, stand_in: StandIn) -> None:
    screen = show(site.page(), permissions=["camera"]).opens()
    screen.page.get_by_role("button", name="Add a photo").click()
    screen.page.get_by_role("menuitem", name="Take a photo").click()
    expect(preview(screen).get_by_role("button", name="Take the photo")).to_be_enabled()
    stream = screen.page.locator("video").evaluate_handle("(node) => node.srcObject")
    screen.page.keyboard.press("Escape")
    expect(preview(screen)).to_be_hidden()
    expect(screen.dialog).to_be_visible()
    assert stream.evaluate(
        "(stream) => stream.getTracks().every(({ readyState }) => readyState === 'ended')"
    )


def test_a_camera_that_may_not_be_used_leads_to_a_file(
    show: Show, served: Served, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    screen = show(served.url).is_greeted()
    screen.page.get_by_role("button", name="Add a photo").click()
    screen.page.get_by_role("menuitem", name="Take a photo").click()
    expect(preview(screen).get_by_role("alert")).to_contain_text("or choose a photo")
    with screen.page.expect_file_chooser() as chooser:
        preview(screen).get_by_role("button", name="Choose a photo").click()
    chooser.value.set_files(picture())
    expect(preview(screen).get_by_role("img", name="Your photo")).to_be_visible()


def test_on_a_phone_its_own_camera_takes_it(show: Show, site: Site, stand_in: StandIn) -> None:
    phone = {"viewport": {"width": 390, "height": 700}, "is_mobile": True, "has_touch": True}
    screen = show(site.page(), **phone).opens()
    screen.page.get_by_role("button", name="Add a photo").click()
    with screen.page.expect_file_chooser() as chooser:
        screen.page.get_by_role("menuitem", name="Take a photo").click()
    assert chooser.value.element.get_attribute("capture") == "user"


def test_the_preview_fits_a_small_phone(
    show: Show, site: Site, stand_in: StandIn, picture: Callable[..., Path]
) -> None:
    phone = {"viewport": {"width": 320, "height": 480}, "is_mobile": True, "has_touch": True}
    screen = chooses(show(site.page(), **phone).opens(), picture(1000, 3000))
    send = preview(screen).get_by_role("button", name="Send photo")
    expect(send).to_be_in_viewport(ratio=1)
    box: FloatRect | None = preview(screen).get_by_role("img").bounding_box()
    assert box and box["width"] <= 320 and box["height"] <= 480


class TestWhereOneIsAskedFor:
    @pytest.fixture
    def asked(self, show: Show, site: Site, stand_in: StandIn) -> Screen:
        stand_in.body = lambda _: [
            {
                "text": "Please send a photo.",
                "buttons": [{"title": "Go on without", "payload": "no photo"}],
                "custom": {"asking": "photo"},
            }
        ]
        return show(site.page()).opens()

    def test_a_quick_reply_opens_the_ways_to_add_it(self, asked: Screen) -> None:
        expect(asked.replies).to_have_text(["Add a photo", "Go on without"])
        asked.replies.first.click()
        expect(asked.page.get_by_role("menuitem", name="Choose a photo")).to_be_focused()

    def test_it_says_that_it_looks_while_it_looks(
        self, asked: Screen, stand_in: StandIn, picture: Callable[..., Path]
    ) -> None:
        stand_in.seconds = 1
        asked.page.locator("input[type=file]").first.set_input_files(picture())
        preview(asked).get_by_role("button", name="Send photo").click()
        expect(asked.page.get_by_text("Dewy is looking at your photo")).to_be_visible()
        expect(asked.page.locator(".typing")).to_be_in_viewport()
        expect(asked.answers).to_have_count(2)
        expect(asked.page.locator(".typing")).to_be_hidden()

    def test_elsewhere_it_only_writes(self, asked: Screen, stand_in: StandIn) -> None:
        stand_in.seconds = 0.5
        asked.writes("hello")
        expect(asked.page.locator(".typing")).to_be_visible()
        expect(asked.page.locator(".typing.looking")).to_have_count(0)
