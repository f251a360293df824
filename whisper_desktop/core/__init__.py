"""Values and rules of the program; the standard library only."""
