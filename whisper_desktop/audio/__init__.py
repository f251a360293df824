"""Media files become 16 kHz mono PCM, and PCM becomes clips."""
