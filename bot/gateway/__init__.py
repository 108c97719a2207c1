"""One path for every channel: check, deduplicate, order, limit, ask Rasa, render, deliver.

`conversation` is the path, `rasa` asks the dialogue, `messages` is what it answers, `parts` is what
a channel shows of that. For messengers `inbox` takes in what they deliver (`events`), `dispatch`
sends what is answered, by what they have in common (`channel`), and `layout` tells cards in words.
"""
