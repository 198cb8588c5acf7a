"""Results as text: one description of each answer (`views`), shown in a terminal, as Markdown, or as JSON."""
