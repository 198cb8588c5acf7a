"""A learning path as a plan: a board of phases with cards, as a page, an image and a scene."""
