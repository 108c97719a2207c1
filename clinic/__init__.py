"""The clinic's side: settings, records and their migrations."""
