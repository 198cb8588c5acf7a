"""A person's profile file: reading, creating and changing it, and measuring progress to a goal."""
