"""How far the photograph's analysis can be trusted: drift, dose, fairness, gates, speed."""
