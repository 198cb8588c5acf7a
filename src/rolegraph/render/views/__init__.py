"""Answers as blocks of headings, text and tables: one function for each question."""
