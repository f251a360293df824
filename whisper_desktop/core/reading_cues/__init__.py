"""From timed words to subtitles that can be read: where they end, and how their lines break."""
