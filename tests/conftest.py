"""What every test shares: no settings but the defaults, no skips under CI, and the whole house."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.house import House

# before anything of ours is imported: whoever runs the tests may have a clinic's settings about;
# the folder of real faces to test with is none of them
for name in [each for each in os.environ if each.startswith("DEWY_") or each == "DATABASE_URL"]:
    if name != "DEWY_PHOTOS":
        del os.environ[name]
os.environ["DEWY_ENV_FILE"] = os.devnull

CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
NEVER_SKIPPED = "skipped, and under CI that is a failure"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _fail_where_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _fail_where_skipped(report)


def _fail_where_skipped(report: pytest.TestReport) -> pytest.TestReport:
    """Under CI every part is there, so that a skip means a test that silently checks nothing."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: {NEVER_SKIPPED} ({reason})"
    return report


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    # here, because Rasa's environment runs tests too and has no process runner
    from tests.house import House

    house = House(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.stop()
