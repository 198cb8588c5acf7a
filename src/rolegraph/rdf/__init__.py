"""The RDF dataset: files, stores, endpoints, SPARQL, and safe changes; only this room imports the engine."""
