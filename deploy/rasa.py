"""Rasa's command line without what its libraries find outdated: `python -m deploy.rasa run`."""

from __future__ import annotations

import runpy
import warnings
from typing import Any

_show = warnings.showwarning


def _show_what_matters(message: Warning | str, category: type[Warning], *rest: Any) -> None:
    if not issubclass(category, DeprecationWarning):
        _show(message, category, *rest)


if __name__ == "__main__":
    # a filter would not last: Sanic and Rasa set their own
    warnings.showwarning = _show_what_matters  # type: ignore[assignment]  # the rest is passed on
    runpy.run_module("rasa", run_name="__main__", alter_sys=True)
