"""Qt item models: each only translates what core holds."""
