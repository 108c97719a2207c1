"""WhatsApp, by Meta's Cloud API or by Twilio.

`deliveries` reads what Meta delivers, `rendering` makes messages of it, `cloud` is the connection.
"""
