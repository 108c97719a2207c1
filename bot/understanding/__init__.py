"""A message -> facts and red flags (contract/facts.md), on a spaCy pipeline that is built here.

`pipeline` names the stages and `reader` runs them; `readers/` has one file for each kind of fact;
words are in `vocabulary/*.yml` and in the catalogue. `component` and `intents` are what Rasa runs.
"""
