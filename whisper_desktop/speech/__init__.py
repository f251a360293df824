"""Models about speech that are not Whisper."""
