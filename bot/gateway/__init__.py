"""The public door: one path for a message, from the page to Rasa and back.

`app` puts it together, `api` and `pages` are what a browser sees, `conversation` is one turn,
`rasa` asks the dialogue, `messages` is what it answers.
"""
