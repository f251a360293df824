"""The dock in which recipes are seen and set."""
