"""What others wrote as statements: documents, tables, official downloads, RDF files."""
