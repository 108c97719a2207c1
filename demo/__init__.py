"""A house to look at: 200 imaginary intakes through the real dialogue and rules (`make demo`).

`cast` draws the patients, `patient` says what they say, `talk` has the actions answer without Rasa,
`visits` and `desk` lead through the weeks, `past` dates what was written, `faces` draws pictures.
"""
