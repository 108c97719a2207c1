"""The page or the widget as a patient uses it, in a real Chromium."""

from __future__ import annotations

from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PATIENCE_TURNS = 30
# what Chromium itself writes to the console when an answer is none of 200, or none at all
REFUSED = "Failed to load resource"


class Screen:
    """One patient's browser, or another tab of it; `problems` is what the console complained of."""

    def __init__(self, browser: Browser | BrowserContext, url: str, **options: Any) -> None:
        self.context = browser.new_context(**options) if isinstance(browser, Browser) else browser
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(url)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("dewy-chat .launcher")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="Talk with Dewy")

    @property
    def words(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def said(self) -> Locator:
        """What the patient said."""
        return self.page.locator(".message.said")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".message.answer")

    @property
    def notes(self) -> Locator:
        """What is wrong with a message, below it."""
        return self.page.locator("dewy-chat .note")

    @property
    def line(self) -> Locator:
        """What is wrong with the connection."""
        return self.page.locator(".line")

    @property
    def replies(self) -> Locator:
        return self.page.get_by_role("group", name="Quick replies").get_by_role("button")

    @property
    def plan(self) -> Locator:
        return self.page.get_by_role("article", name="Your plan")

    def opens(self) -> Self:
        """Open the talk on a clinic's website."""
        self.launcher.click()
        expect(self.dialog).to_be_visible()
        return self.is_greeted()

    def closes(self) -> Self:
        self.page.get_by_role("button", name="Close").click()
        expect(self.launcher).to_be_visible()
        return self

    def is_greeted(self) -> Self:
        expect(self.answers.first).to_be_visible()
        return self

    def writes(self, text: str) -> Self:
        """Send words, whatever becomes of them."""
        self.words.fill(text)
        self.words.press("Enter")
        return self

    def says(self, text: str) -> Self:
        before = self.answers.count()
        return self.writes(text).is_answered(before)

    def picks(self, reply: str) -> Self:
        before = self.answers.count()
        self.replies.filter(has_text=reply).click()
        return self.is_answered(before)

    def asks(self, entry: str) -> Self:
        """Pick an entry of the header's menu."""
        self.page.get_by_role("button", name="More").click()
        self.page.get_by_role("menuitem", name=entry).click()
        return self

    def is_answered(self, before: int) -> Self:
        expect(self.answers.nth(before)).to_be_visible()
        expect(self.page.locator(".typing")).to_be_hidden()
        return self

    def gets_a_plan(self, skin: str) -> Self:
        """Go from the greeting to the plan."""
        return self.is_greeted().picks("Yes, I agree").says(skin).goes_on_to_the_plan()

    def goes_on_to_the_plan(self) -> Self:
        """Skip what is still asked, until the plan is there."""
        for _ in range(PATIENCE_TURNS):
            if self.plan.count():
                break
            asked = self.answers.last.inner_text()
            if "Is that right?" in asked:
                self.picks("Yes, that's right")
            else:
                self.says("none of these, and not pregnant" if "pregnan" in asked else "skip")
        expect(self.plan).to_be_visible()
        return self

    def width(self) -> tuple[int, int]:
        """Return how wide the page's content is, and how wide the window."""
        talk = self.page.locator(".talk").evaluate("(node) => node.scrollWidth")
        page, window = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, innerWidth]"
        )
        return max(talk, page), window

    def forgives(self, *texts: str) -> None:
        """Take out of `problems` what Chromium says of a request that a test let fail."""
        self.problems = [
            each for each in self.problems if not any(text in each for text in (REFUSED, *texts))
        ]

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)
