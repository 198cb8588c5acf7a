"""Whether a graph is sound: shapes, validation, and lint."""
