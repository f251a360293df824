"""Which characters stand side by side without spaces, and which may not begin or end a line."""

import re
from enum import StrEnum

_UNSPACED = re.compile(
    "[\u3001-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]"
)
NO_LINE_START = frozenset(
    "»、。，．・：；？！‐ー々ゝゞヽヾ…‥）〕］｝〉》」』】〙〗〟’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡､｣!?,.:;)]}%％～〜"
)
NO_LINE_END = frozenset("«¿¡（〔［｛〈《「『【〘〖〝‘“｢([{#$￥＄")


class Script(StrEnum):
    """The scripts of Chinese and Japanese; what is none of the kana counts as an ideograph."""

    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    IDEOGRAPH = "ideograph"


def is_unspaced(character: str) -> bool:
    """Tell whether a character is written beside the next without a space."""
    return _UNSPACED.match(character) is not None


def has_unspaced(text: str) -> bool:
    """Tell whether there is such a character in a text."""
    return _UNSPACED.search(text) is not None


def may_part(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters that no space parts."""
    if not is_unspaced(before[0]) and not is_unspaced(after[0]):
        return False
    return before not in NO_LINE_END and after not in NO_LINE_START


def script_of(character: str) -> Script:
    """Return the script of a character of Chinese or Japanese."""
    if "\u3041" <= character <= "\u309f":
        return Script.HIRAGANA
    if "\u30a0" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f":
        return Script.KATAKANA
    return Script.IDEOGRAPH
