"""Answers for people and programs: text, tables, pages, pictures, files."""
