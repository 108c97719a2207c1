"""Telegram: updates become events, messages become what the Bot API sends."""
