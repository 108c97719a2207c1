"""Under CI a skipped test is a failure, wherever it was skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.train import ROOT

TESTS = {
    "test_in_a_test": "import pytest\ndef test_it(): pytest.skip('no part for it')\n",
    "test_by_a_mark": "import pytest\n@pytest.mark.skip('no part for it')\ndef test_it(): ...\n",
    "test_by_import": "import pytest\npytest.importorskip('no_such_module')\ndef test_it(): ...\n",
}


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skip_fails_only_under_ci(name: str, ci: str, status: int, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text(TESTS[name])
    (tmp_path / "test_passing.py").write_text("def test_it(): ...\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", str(tmp_path), f"--rootdir={tmp_path}"),
            *("-c", os.devnull, "-p", "tests.conftest", "-p", "no:cacheprovider"),
        ],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == bool(status), done.stdout
    assert ("under CI that is a failure" in done.stdout) == bool(status)
