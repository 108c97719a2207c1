"""A fact is put right in a form of its own, and the former value stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

import regimen
from clinic.console.correcting import CORRECTABLE
from clinic.console.fact_forms import FactForm, Filled, filled, form_of, refilled, value_of
from clinic.records import Records
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser

WHY = {"why": "on the phone"}


async def test_a_fact_is_put_right_and_the_former_stays(
    browser: Browser, records: Records, number: int, log: AuditLog
) -> None:
    page = await browser.post(
        f"/staff/intakes/{number}/facts/sleep_hours", data={"value": "7 - 8", **WHY}
    )
    assert "The fact is corrected." in page.text
    assert records.facts(number)["sleep_hours"] == [7, 8]
    row = re.search(r'<tr id="fact-sleep_hours">.*?</tr>', page.text, re.S)
    assert row and "7 to 8 hours" in row[0] and "Staff" in row[0]
    assert "Dr Rao: on the phone" in row[0] and "<s>6 hours</s>" in page.text
    [entry] = log.entries(action="corrected")
    assert (entry.who, entry.subject, entry.detail) == (
        "Dr Rao",
        str(number),
        {"fact": "sleep_hours"},
    )


async def test_it_does_not_make_the_intake_unread(browser: Browser, number: int) -> None:
    await browser.get(f"/staff/intakes/{number}")
    await browser.post(f"/staff/intakes/{number}/facts/age", data={"value": "28", **WHY})
    assert "(unread)" not in (await browser.get("/staff")).text
    # but it is found by it
    await browser.post(f"/staff/intakes/{number}/facts/allergies", data={"value": "Aspirin", **WHY})
    assert f"/staff/intakes/{number}" in (await browser.get("/staff?q=aspirin")).text


async def test_the_page_says_that_the_rules_would_now_warn_of_something_else(
    browser: Browser, records: Records, number: int
) -> None:
    records.complete(number, regimen.advise(records.facts(number)))
    assert "have changed since" not in (await browser.get(f"/staff/intakes/{number}")).text
    page = await browser.post(
        f"/staff/intakes/{number}/facts/pregnancy", data={"value": "pregnant", **WHY}
    )
    assert "have changed since this plan was given" not in page.text
    entries = {"id": ["tretinoin"], "status": ["current"], "per_week": ["7"], "when": ["pm"]}
    page = await browser.post(f"/staff/intakes/{number}/facts/products", data={**entries, **WHY})
    assert "have changed since this plan was given" in page.text


@pytest.mark.parametrize(
    ("key", "typed", "problem", "stays"),
    [
        ("age", {"value": "abc", **WHY}, "&#39;abc&#39; is not a number", 'value="abc"'),
        ("age", {"value": "1e999", **WHY}, "&#39;1e999&#39; is not a number", 'value="1e999"'),
        ("age", {"value": "nan", **WHY}, "&#39;nan&#39; is not a number", 'value="nan"'),
        ("age", {"value": "400", **WHY}, "not between 0 and 130", 'value="400"'),
        ("age", {"value": "30.5", **WHY}, "not a whole number", 'value="30.5"'),
        ("sleep_hours", {"value": "8-6", **WHY}, "begins above its end", 'value="8-6"'),
        ("age", {"value": "30", "why": "  "}, "how you know", 'value="30"'),
        ("stress", {"value": "", **WHY}, "is not one of", 'value="on the phone"'),
        ("concerns", {"value": ["acne", "zits"], **WHY}, "zits", 'value="acne" checked'),
        (
            "procedures",
            {"id": ["laser"], "status": ["done"], "weeks_ago": ["some"], **WHY},
            "&#39;some&#39; is not a number",
            'value="some"',
        ),
    ],
)
async def test_what_cannot_be_is_named_and_what_was_typed_stays(  # noqa: PLR0913, PLR0917  # a table
    browser: Browser, records: Records, number: int, key: str, typed: Any, problem: str, stays: str
) -> None:
    before = records.facts(number)
    answer = await browser.post(f"/staff/intakes/{number}/facts/{key}", data=typed)
    assert answer.status_code == 422
    assert problem in answer.text and stays in answer.text
    assert records.facts(number) == before


@pytest.mark.parametrize("key", ["red_flags", "about_other", "retracted", "nothing"])
async def test_what_is_no_fact_to_correct_is_not_there(
    browser: Browser, number: int, key: str
) -> None:
    for method in ("GET", "POST"):
        answer = await browser.request(
            method, f"/staff/intakes/{number}/facts/{key}", data=WHY if method == "POST" else None
        )
        assert answer.status_code == 404


async def test_a_fact_of_which_nothing_is_known_after_all(
    browser: Browser, records: Records, number: int
) -> None:
    await browser.post(f"/staff/intakes/{number}/facts/age", data={"unknown": "true", **WHY})
    assert "age" not in records.facts(number)


def fields_of(form: FactForm, fields: Filled) -> FormData:
    """Return what a browser sends of a form as it is filled in."""
    if form.kind == "entries":
        return FormData([(name, each) for row in fields.rows for name, each in row.items()])
    values = fields.ticked if form.kind in ("many", "one", "truth") else (fields.text,)
    return FormData([("value", each) for each in values])


def some(names: Any, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(names)), max_size=most, unique=True)


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a fact that a form can have been filled in with."""
    key = draw(st.sampled_from(CORRECTABLE))
    form = form_of(key)
    quarter = st.integers(0, 80).map(lambda each: each / 4)
    match form.kind:
        case "many":
            return key, draw(some(form.options))
        case "one":
            return key, draw(st.sampled_from(form.options))
        case "truth":
            return key, draw(st.booleans())
        case "number":
            return key, draw(st.integers(0, 100) if form.whole else quarter)
        case "range":
            ends = draw(st.lists(quarter, min_size=1, max_size=2, unique=True))
            return key, sorted(ends) if len(ends) > 1 else ends[0]
        case "words":
            return key, draw(some(("latex", "nut oil", "aspirin")))
    entries = []
    for _ in range(1 if form.single else draw(st.integers(0, 3))):
        entry: dict[str, Any] = {}
        for column in form.columns:
            if column.options:
                entry[column.name] = draw(st.sampled_from(column.options))
            else:
                entry[column.name] = draw(st.integers(1, 20))
        entries.append(entry)
    return key, entries[0] if form.single else entries


@given(facts())
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(fact: tuple[str, Any]) -> None:
    key, value = fact
    form = form_of(key)
    sent = fields_of(form, filled(form, value))
    assert value_of(form, sent) == value
    # nor does one that is shown again after a mistake
    assert value_of(form, fields_of(form, refilled(form, sent))) == value
