"""Measures how well Dewy understands and leads a talk: `make eval`.

`personas` are simulated patients, `talks` holds their talks with the real servers, `measures`
judges them; `reading` measures single messages, `intents` the intents; `scoring` compares facts.
"""
