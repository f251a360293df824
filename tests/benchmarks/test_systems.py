import pytest

from benchmarks.systems import Engine, System


@pytest.mark.parametrize(
    ("system", "name"),
    [
        (System(Engine.OURS, beam_size=1), "ours-sequential-fp32-greedy"),
        (System(Engine.OURS, is_batched=True, precision="int8"), "ours-batched-int8"),
        (
            System(Engine.OURS, is_batched=True, beam_size=5, is_untimed=True),
            "ours-batched-fp32-beam5-untimed",
        ),
        (System(Engine.OPENAI), "openai-whisper-fp32"),
        (System(Engine.FASTER, beam_size=5), "faster-whisper-sequential-fp32-beam5"),
        (System(Engine.FASTER, has_vad=True), "faster-whisper-sequential-fp32-vad"),
    ],
)
def test_the_name_tells_the_settings(system: System, name: str) -> None:
    assert system.name == name
