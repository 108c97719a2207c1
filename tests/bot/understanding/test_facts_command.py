"""`make -s facts`: line N answers line N, whatever line N is."""

from __future__ import annotations

import io
import json

from bot.understanding.__main__ import answer
from bot.understanding.reader import FactReader


def run(reader: FactReader, *lines: str) -> tuple[int, list[dict[str, object]], str]:
    target, errors = io.StringIO(), io.StringIO()
    status = answer((line + "\n" for line in lines), target, errors, reader)
    return status, [json.loads(line) for line in target.getvalue().splitlines()], errors.getvalue()


def test_each_line_is_answered_in_its_place(reader: FactReader) -> None:
    status, answers, errors = run(
        reader,
        '{"text": "retinol daily"}',
        '{"text": "5ish", "asked": "sleep_hours"}',
        '{"text": "none", "asked": ["medications", "allergies"]}',
        '{"text": "hello"}',
    )
    assert (status, errors) == (0, "")
    assert answers == [
        {"facts": {"products": [{"id": "retinol", "status": "current", "per_week": 7}]}},
        {"facts": {"sleep_hours": 5}},
        {"facts": {"medications": [], "allergies": []}},
        {"facts": {}},
    ]


def test_bad_lines_are_told_with_their_number_and_still_answered(reader: FactReader) -> None:
    status, answers, errors = run(
        reader, "{", "[1]", '{"text": 5}', '{"text": "hi", "asked": 7}', "", '{"text": "hi"}'
    )
    assert status == 2
    assert answers == [{"facts": {}}] * 6
    assert [line.split(":")[0] for line in errors.splitlines()] == [
        f"line {number}" for number in (1, 2, 3, 4, 5)
    ]


def test_a_withdrawal_stands_beside_the_facts(reader: FactReader) -> None:
    _, [found], _ = run(reader, '{"text": "the itching is gone"}')
    assert found == {"facts": {}, "retracted": [["symptoms", "itching"]]}
