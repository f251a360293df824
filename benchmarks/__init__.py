"""Measure our recogniser beside its peers: parity, accuracy, speed and memory."""
