"""What runs inside Rasa's server beside the language components: channel and tracker store."""
