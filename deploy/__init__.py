"""Set-up, training and running of the three processes."""
