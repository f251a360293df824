"""Sound and picture: the player with the subtitle drawn on it, and what it is worked with."""
