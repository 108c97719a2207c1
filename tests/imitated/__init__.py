"""The platforms on loopback, as strict as their documentation; ours talks to them over HTTP."""
