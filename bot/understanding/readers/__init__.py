"""The readers, one for each kind of fact: each takes the analysed message and returns facts."""
