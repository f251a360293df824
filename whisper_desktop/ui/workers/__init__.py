"""Threads that drain the generators of `app` and tell the window what they yield."""
