"""The RDF dataset: opening, asking, and saving. The only room that speaks to the engine (pyoxigraph)."""
