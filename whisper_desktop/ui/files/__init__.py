"""Files that are opened, saved, exported and left: each file holds one of these."""
