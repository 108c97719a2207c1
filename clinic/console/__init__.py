"""The staff console: every page under `/staff`, each closed to who is not signed in.

`console` puts it together; `doors` lets people in; `guard` says who they are and what they may do.
"""
