"""Tells staff of alarms by e-mail and webhook: at once, until it is sent, until acknowledged.

`outbox` keeps what is to be sent, `worker` sends it by the `routes` of the settings (`mail`,
`webhook`) in the `words` of words.yml; `listing` is what staff see and acknowledge.
"""
