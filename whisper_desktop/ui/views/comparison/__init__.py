"""The comparison of what was recognised anew with the rows as they are."""
