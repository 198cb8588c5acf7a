"""Pictures of answers: scenes, pages, images, diagrams."""
