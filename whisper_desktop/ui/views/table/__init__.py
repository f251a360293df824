"""The table of rows."""
