"""WhatsApp, by Meta's Cloud API or by Twilio.

`deliveries` reads what Meta delivers, `rendering` makes messages of it, `cloud` is the connection.
What is named `twilio` does the same by Twilio.
"""
