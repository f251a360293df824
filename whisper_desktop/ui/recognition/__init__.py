"""Recognition in the window: runs that bring rows, and what surrounds them."""
