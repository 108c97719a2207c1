"""The clinic's website: the widget, its pages, and the API that they speak.

`api` is what the widget asks, `feed` what it is told as it comes, `sessions` who is asking.
"""
