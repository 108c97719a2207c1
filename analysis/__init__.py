"""A photograph, read safely; what it shows is measured on what `read` gives. Knows nobody else."""
