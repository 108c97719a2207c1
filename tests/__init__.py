"""The tests, a package of their own: a library that we use brings one of the same name."""
