"""Facts -> warnings, routine, triage. Pure: knowledge is YAML with sources, the engine is small.

`facts` and `merge` say what is known, `warnings`, `exfoliation`, `triage`, `routine`, `treatments`,
`outlook` and `missing` each answer one part, `advice` puts them together. `tuning` holds the
weights and caps, as a clinic chose them.
"""

from regimen.advice import Advice, Season, advise, missing_of, triage_of
from regimen.facts import FACT_KEYS, Facts, FactsError, check
from regimen.merge import merge
from regimen.tuning import Tuning, TuningError, tuned

__all__ = [
    "FACT_KEYS",
    "Advice",
    "Facts",
    "FactsError",
    "Season",
    "Tuning",
    "TuningError",
    "advise",
    "check",
    "merge",
    "missing_of",
    "triage_of",
    "tuned",
]
