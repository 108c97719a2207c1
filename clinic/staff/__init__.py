"""The clinic's staff: their accounts and roles, how they sign in, and the log of what they do."""
