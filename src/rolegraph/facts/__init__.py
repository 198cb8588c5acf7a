"""What a graph says, read once: names, requirements, prerequisites, closeness, ratings, evidence, networks."""
