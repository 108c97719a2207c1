"""The log only grows, and is found by who, what and which."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from clinic.staff.audit import Actor, AuditLog

RAO, MINA = Actor(1, "Dr Rao"), Actor(2, "Mina")


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_it(
    log: AuditLog, engine: Engine, change: str
) -> None:
    log.note(RAO, "viewed", "intake", 7)
    with pytest.raises(DBAPIError, match="only grows"), engine.begin() as connection:
        connection.execute(text(change))
    assert [entry.who for entry in log.entries()] == ["Dr Rao"]


def test_the_latest_comes_first_page_by_page(log: AuditLog) -> None:
    for number in range(5):
        log.note(RAO, "viewed", "intake", number)
    first = log.entries(limit=2)
    assert [entry.subject for entry in first] == ["4", "3"]
    assert [entry.subject for entry in log.entries(before=first[-1].id)] == ["2", "1", "0"]


def test_it_is_found_by_who_what_and_which(log: AuditLog) -> None:
    log.note(RAO, "viewed", "intake", 7)
    log.note(MINA, "viewed", "intake", 8)
    log.note(MINA, "corrected", "intake", 7, fact="age")
    assert [entry.who for entry in log.entries(kind="intake", subject="7")] == ["Mina", "Dr Rao"]
    assert [entry.subject for entry in log.entries(staff_id=2, action="viewed")] == ["8"]
    assert log.entries(action="corrected")[0].detail == {"fact": "age"}
