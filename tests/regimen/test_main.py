"""The command line: `python -m regimen FACTS.json --json`, or `-` for one object a line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KEYS = [
    "triage", "exfoliation", "warnings", "routine", "treatments", "lifestyle", "timeline", "missing",
]  # fmt: skip


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "regimen", *arguments],
        input=given, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip


def written(folder: Path, content: Any) -> str:
    file = folder / "facts.json"
    file.write_bytes(
        content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
    )
    return str(file)


def test_a_file_is_answered_with_one_object(tmp_path: Path) -> None:
    done = run(written(tmp_path, {"spf_use": "never"}), "--json")
    assert done.returncode == 0 and done.stderr == b""
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert list(answer) == KEYS
    assert answer["warnings"][0]["id"] == "spf_skipped"


def test_lines_are_answered_line_by_line() -> None:
    done = run("-", "--json", given=b'{"age": 16}\n\n{"age": 30}\n')
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert first["warnings"][0]["id"] == "minor" and second["warnings"] == []


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b'{"skin": []}', "line 2: skin: is not a fact that Dewy knows"),
        (b'{"concerns": ["ugly"]}', "line 2: concerns: 'ugly' is not one of"),
        (b"[]", "line 2: facts: must be a JSON object"),
        (b"{age: 3}", "line 2: is no JSON"),
        (b'{"age": 3, "age": 30}', "line 2: age: stands twice"),
        (b"\xff\xfe", "line 2: is no text in UTF-8"),
        (b"[" * 100_000, "line 2: is nested too deeply"),
        (b'{"age": NaN}', "line 2: age: nan is not between"),
        (
            b'{"products": [{"id": "retinol", "per_week": "daily"}]}',
            "line 2: products.retinol.per_week",
        ),
    ],
    ids=str,
)
def test_a_bad_line_is_told_and_the_good_ones_are_answered(bad: bytes, message: str) -> None:
    done = run("-", "--json", given=b'{"age": 16}\n' + bad + b'\n{"age": 30}\n')
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert message in done.stderr.decode() and len(done.stderr.splitlines()) == 1


def test_in_a_file_the_line_of_the_key_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, {"age": 30, "skin": "oily"})
    done = run(file, "--json")
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.decode() == f"{file}: line 3: skin: is not a fact that Dewy knows\n"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert run(written(tmp_path, b"\xef\xbb\xbf{}"), "--json").returncode == 0


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run(str(tmp_path / "nowhere.json"))
    assert done.returncode == 2
    assert "nowhere.json: cannot be read: No such file" in done.stderr.decode()


def test_without_json_a_person_can_read_it(tmp_path: Path) -> None:
    facts = {"concerns": ["texture"], "skin_type": ["dry"], "stress": "high",
             "products": [{"id": "glycolic_acid", "status": "current", "per_week": 5}]}  # fmt: skip
    text = run(written(tmp_path, facts)).stdout.decode()
    for part in (
        "Triage: routine", "Exfoliation: load 5, cap 2: red", "[stop] over_exfoliation: Your products",
        "Morning:", "Evening:", "Pause: glycolic_acid", "chemical_peel (exfoliate): ask_doctor",
        "texture: 4 to 8 weeks", "Stress makes", "Missing: ",
    ):  # fmt: skip
        assert part in text


def test_the_season_changes_the_routine(tmp_path: Path) -> None:
    file = written(tmp_path, {"skin_type": ["dry"]})
    assert run(file, "--season", "winter").stdout != run(file, "--season", "summer").stdout
    assert run(file, "--season", "monsoon").returncode == 2
