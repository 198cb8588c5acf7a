"""What makes a graph hard to use though it is valid: `rules` says what is looked for, `checking` looks for it."""
