"""What changed between two graphs: read as columns, compared as sets, told as result objects."""
