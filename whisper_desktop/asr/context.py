"""What a window is told of the text before it."""

from collections.abc import Sequence

from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.recipe import Recipe


class TextContext:
    """Previous text as a prompt: hot words always, initial prompt and earlier windows in turn.

    Holds no more than a prompt can carry, `limit` tokens (223 of the decoder's 448).
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        recipe: Recipe,
        limit: int,
        resumed: Sequence[int] | None = None,
    ) -> None:
        """Begin with the initial prompt, or where `resumed` tokens say earlier work stopped."""
        hotwords = _as_speech(tokenizer, recipe.hotwords)
        self._carried = hotwords[: limit // 2]
        self._limit = limit - len(self._carried)
        self._recent: list[int] = []
        self.add(_as_speech(tokenizer, recipe.initial_prompt) if resumed is None else resumed)

    @property
    def recent(self) -> tuple[int, ...]:
        """The tokens that serve as previous text, without the hot words."""
        return tuple(self._recent)

    def tokens(self) -> tuple[int, ...]:
        """Return the prompt of the next window."""
        return (*self._carried, *self._recent)

    def add(self, tokens: Sequence[int]) -> None:
        """Remember what a window said, timestamps included."""
        self._recent = [*self._recent, *tokens][-self._limit :]

    def forget(self) -> None:
        """Start afresh; the hot words stay."""
        self._recent = []


def _as_speech(tokenizer: Tokenizer, text: str) -> list[int]:
    """Tokenise a text as if it had been said: after a space."""
    return tokenizer.encode(" " + text.strip()) if text.strip() else []
