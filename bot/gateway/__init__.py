"""One path for every channel: check, deduplicate, order, limit, ask Rasa, render, deliver.

`conversation` is the path, `rasa` asks the dialogue, `messages` is what it answers, `parts` is what
a channel shows of that.
"""
