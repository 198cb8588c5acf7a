"""Answers as they were, so that moving and renaming what gives them cannot change them unseen."""
