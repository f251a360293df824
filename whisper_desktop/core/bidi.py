"""Which way a text runs, by its first letter that says so."""

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Tell whether the first strong character is one of a right-to-left script.

    Source: Unicode Standard Annex 9, rules P2 and P3, without isolates.
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
