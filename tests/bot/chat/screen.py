"""The page as a patient uses it, in a real Chromium."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE_TURNS = 30


class Screen:
    """One patient's browser; `problems` is what the console complained of."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(url)

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
    def replies(self) -> Locator:
        return self.page.get_by_role("group", name="Quick replies").get_by_role("button")

    @property
    def plan(self) -> Locator:
        return self.page.get_by_role("article", name="Your plan")

    def is_greeted(self) -> Screen:
        expect(self.answers.first).to_be_visible()
        return self

    def says(self, text: str) -> Screen:
        before = self.answers.count()
        self.words.fill(text)
        self.words.press("Enter")
        return self.is_answered(before)

    def picks(self, reply: str) -> Screen:
        before = self.answers.count()
        self.replies.filter(has_text=reply).click()
        return self.is_answered(before)

    def is_answered(self, before: int) -> Screen:
        expect(self.answers.nth(before)).to_be_visible()
        expect(self.page.locator("#typing")).to_be_hidden()
        return self

    def gets_a_plan(self, skin: str) -> Screen:
        """Go from the greeting to the plan."""
        self.is_greeted().picks("Yes, I agree").says(skin)
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
        content, window = self.page.evaluate(
            """() => [
                Math.max(...[document.documentElement, document.getElementById("talk")]
                    .map((each) => each.scrollWidth)),
                innerWidth,
            ]"""
        )
        return content, window

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)
