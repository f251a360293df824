"""Questions to the person: one a file."""
