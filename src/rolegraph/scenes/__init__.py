"""What a picture shows, before it has a format: nodes with their places, edges, and what there is to say of each."""
