"""Questions about all roles at once: nearest roles, routes, what learning something opens."""
