"""Telegram: updates by webhook or polling, and messages through the Bot API.

`updates` reads what Telegram delivers, `rendering` makes messages of it, `bot` is the connection.
"""
