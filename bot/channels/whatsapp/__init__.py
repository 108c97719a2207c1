"""WhatsApp, in one of two ways: Meta's Cloud API, or Twilio (the modules named so)."""
