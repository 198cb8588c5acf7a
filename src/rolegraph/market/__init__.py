"""What employers ask for: demand over many postings."""
