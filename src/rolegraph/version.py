"""The version of rolegraph: the build reads it from here, and what is kept in a cache is named by it."""

__version__ = "0.1.0"
