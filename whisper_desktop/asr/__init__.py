"""The Whisper network and everything about decoding it."""
