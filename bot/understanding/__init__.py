"""A message -> facts and red flags (contract/facts.md), on a spaCy pipeline that is built here.

`reader` puts the parts together; each part reads one kind of fact; words are in `vocabulary/*.yml` and
in the catalogue. `component` and `intents` are what Rasa runs.
"""
