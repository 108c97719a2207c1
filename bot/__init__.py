"""Between a person and the dialogue: understanding, channels, chat, gateway."""
