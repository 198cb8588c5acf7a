"""From a profile to a role: the gap, what closing it costs, and in which order."""
