"""Each test belongs to one suite of `make test`, and a suite without tests is a failure."""

from __future__ import annotations

import pytest

from deploy import test as suites


def test_the_suites_leave_no_test_out() -> None:
    fast, rasa, house = suites.SUITES.values()
    apart = {f"--ignore={path}" for path in suites.IN_RASA}
    assert set(suites.IN_RASA) <= set(rasa)
    assert apart <= set(fast) and apart <= set(house)
    assert fast[fast.index("-m", 3) + 1] == f"not ({house[house.index('-m', 3) + 1]})"


def test_nothing_found_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    nothing = (suites.APP, "-m", "pytest", "tests/deploy/test_locks.py", "-k", "nothing_of_this")
    monkeypatch.setattr(suites, "SUITES", {"nothing": nothing})
    assert suites.main() == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "failed with pytest's status 5: nothing" in capfd.readouterr().out
