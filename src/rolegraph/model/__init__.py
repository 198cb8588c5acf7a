"""The words as plain values: nodes, scales, roles, requirements, profiles, results. No RDF, no NumPy."""
