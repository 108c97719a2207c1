"""What a photograph shows makes a warning stronger, or goes to the doctor; it never judges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import regimen
from regimen.__main__ import main

SCRUBS_DAILY = {"products": [{"id": "physical_scrub", "per_week": 7, "status": "current"}]}
A_LITTLE_TOO_MUCH = {"products": [{"id": "glycolic_acid", "per_week": 3, "status": "current"}]}


def advise(facts: dict[str, Any], **seen: str) -> regimen.Advice:
    return regimen.advise(regimen.check(facts), seen=seen)


def message(advice: regimen.Advice, rule: str) -> str | None:
    return next((each["message"] for each in advice["warnings"] if each["id"] == rule), None)


class TestOverExfoliation:
    @pytest.mark.parametrize("facts", [SCRUBS_DAILY, A_LITTLE_TOO_MUCH])
    @pytest.mark.parametrize(("finding", "word"), [("redness", "redness"), ("luminosity", "dull")])
    def test_visible_redness_or_dullness_makes_it_stronger(
        self, facts: dict[str, Any], finding: str, word: str
    ) -> None:
        plain = message(advise(facts), "over_exfoliation")
        stronger = message(advise(facts, **{finding: "moderate"}), "over_exfoliation")
        assert plain and stronger and stronger.startswith(plain)
        assert word in stronger.removeprefix(plain) and "photo" in stronger

    def test_of_both_redness_is_told(self) -> None:
        said = message(
            advise(SCRUBS_DAILY, redness="mild", luminosity="marked"), "over_exfoliation"
        )
        assert said and "redness" in said and said.count("photo") == 1

    def test_its_severity_stays_that_of_the_load(self) -> None:
        for facts, severity in ((SCRUBS_DAILY, "stop"), (A_LITTLE_TOO_MUCH, "caution")):
            (warning,) = (
                each
                for each in advise(facts, redness="marked")["warnings"]
                if each["id"] == "over_exfoliation"
            )
            assert warning["severity"] == severity

    def test_redness_alone_brings_no_such_warning(self) -> None:
        gentle = {"products": [{"id": "cleanser", "per_week": 14, "status": "current"}]}
        assert message(advise(gentle, redness="marked"), "over_exfoliation") is None

    @pytest.mark.parametrize("finding", ["pores", "dark_circles", "shine"])
    def test_other_findings_change_nothing(self, finding: str) -> None:
        assert advise(SCRUBS_DAILY, **{finding: "marked"}) == advise(SCRUBS_DAILY)


class TestMarksForTheDoctor:
    @pytest.mark.parametrize("finding", ["blemishes", "spots"])
    def test_many_are_for_the_doctor_to_see(self, finding: str) -> None:
        said = message(advise({}, **{finding: "marked"}), "marks_for_doctor")
        assert said and "show them to the doctor" in said

    @pytest.mark.parametrize("severity", ["mild", "moderate"])
    def test_a_few_are_not(self, severity: str) -> None:
        assert message(advise({}, blemishes=severity, spots=severity), "marks_for_doctor") is None

    def test_without_a_photograph_nothing_is_said(self) -> None:
        assert message(advise({}), "marks_for_doctor") is None


class TestCommandLine:
    def run(self, tmp_path: Path, report: object) -> list[str]:
        facts, photo = tmp_path / "facts.json", tmp_path / "report.json"
        facts.write_text(json.dumps(SCRUBS_DAILY))
        photo.write_text(json.dumps(report))
        return ["regimen", str(facts), "--json", "--photo", str(photo)]

    def test_a_report_of_the_analysis_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = [{"id": "redness", "region": "cheeks", "severity": "moderate", "message": "..."}]
        report = {"quality": {"ok": True}, "findings": found}
        monkeypatch.setattr("sys.argv", self.run(tmp_path, report))
        assert main() == 0
        assert "Your photo shows redness" in capsys.readouterr().out

    def test_a_refused_one_says_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.argv", self.run(tmp_path, {"quality": {"ok": False}}))
        assert main() == 0
        assert "photo" not in capsys.readouterr().out

    def test_what_is_no_report_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.argv", self.run(tmp_path, [1, 2]))
        assert main() == 2
        assert "report.json: is no report of a photograph" in capsys.readouterr().err
