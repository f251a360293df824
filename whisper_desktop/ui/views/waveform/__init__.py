"""The sound of the media over time, with the segments on it and every way to change their times."""
