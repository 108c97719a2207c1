"""The desk reads the settings where it uses them: they may change while the house runs."""

from __future__ import annotations

from clinic.console.desk import Desk
from clinic.settings import Settings


def test_no_part_keeps_a_setting_of_before(desk: Desk) -> None:
    was = desk.settings.chosen({"clinic_name": "Lumina Skin", "tone": "formal"})
    desk.settings.become(was)
    other = Desk.open(desk.settings, desk.tell)
    desk.settings.become(was.chosen({"clinic_name": "Aurora", "tone": "warm"}))
    kept = [
        (type(part).__name__, name)
        for part in vars(other).values()
        if not isinstance(part, Settings)
        for name, value in getattr(part, "__dict__", {}).items()
        if value in ("Lumina Skin", "formal")
    ]
    other.dispose()
    assert kept == []
