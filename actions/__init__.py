"""Rasa's custom actions, a file a topic: they translate between slots and the packages below.

`turn` is what they share, `order` the order of an intake, `words` everything that is said.
"""
