"""What a window is told: hot words always, earlier text as long as it fits."""

from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.recipe import Recipe


def test_the_initial_prompt_comes_first_and_goes_with_the_rest(toy_tokenizer: Tokenizer) -> None:
    context = TextContext(toy_tokenizer, Recipe(initial_prompt=" the cat "), limit=223)
    assert toy_tokenizer.decode(context.tokens()) == " the cat"
    context.add(toy_tokenizer.encode(" sat"))
    assert toy_tokenizer.decode(context.tokens()) == " the cat sat"
    context.forget()
    assert context.tokens() == ()


def test_hot_words_stay_in_front_whatever_is_forgotten(toy_tokenizer: Tokenizer) -> None:
    context = TextContext(toy_tokenizer, Recipe(hotwords="dog", initial_prompt="cat"), limit=223)
    assert toy_tokenizer.decode(context.tokens()) == " dog cat"
    context.forget()
    assert toy_tokenizer.decode(context.tokens()) == " dog"
    assert context.recent == ()


def test_the_oldest_text_gives_way_and_hot_words_take_half_at_most(
    toy_tokenizer: Tokenizer,
) -> None:
    context = TextContext(toy_tokenizer, Recipe(hotwords="the " * 50), limit=20)
    context.add(range(30))
    assert len(context.tokens()) == 20
    assert context.recent == tuple(range(20, 30))


def test_resumed_work_has_the_context_it_stopped_with(toy_tokenizer: Tokenizer) -> None:
    recipe = Recipe(initial_prompt="the cat", hotwords="dog")
    context = TextContext(toy_tokenizer, recipe, limit=223, resumed=(1, 2, 3))
    assert context.recent == (1, 2, 3)
    assert toy_tokenizer.decode(context.tokens()[:1]) == " dog"
