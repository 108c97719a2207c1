"""What the doors of the house have in common: limits, who is calling, from which site."""
