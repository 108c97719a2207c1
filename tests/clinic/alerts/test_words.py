"""The words of alerts fit every level that staff are alerted of, and every reason of the rules."""

from __future__ import annotations

import dataclasses

import pytest

from clinic.alerts.alert import Alert
from clinic.alerts.listing import URGENCY
from clinic.alerts.outbox import ALERTED
from clinic.alerts.words import body_of, subject_of, words


@pytest.mark.parametrize("level", ALERTED)
@pytest.mark.parametrize("reminder", [0, 3])
def test_each_level_has_its_words(alert: Alert, level: str, reminder: int) -> None:
    alert = dataclasses.replace(alert, level=level, reminder=reminder)
    subject = subject_of(alert, "Lumière")
    text = body_of(alert, reminders=3)
    assert "alarm 17" in subject and "Lumière" in subject
    assert subject.startswith("Reminder 3: ") == bool(reminder)
    assert "{" not in subject + text
    assert "chemical burn, eye involvement" in text and "acknowledge 17" in text


def test_no_level_has_words_that_nobody_gets() -> None:
    for part in ("subject", "opening", "levels"):
        assert set(words()[part]) == set(ALERTED)


def test_each_level_that_alerts_has_its_place_in_the_list() -> None:
    assert list(URGENCY) == ["now", "same_day", "person", "soon", "routine"]


def test_a_clinic_cannot_break_the_head_of_a_mail(alert: Alert) -> None:
    assert subject_of(alert, "A {clinic}\nBcc: x").startswith("[A {clinic} Bcc: x]")
