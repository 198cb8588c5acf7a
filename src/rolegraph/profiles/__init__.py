"""A person's profile file: reading, beginning, changing, and measuring it against a goal."""
