import torch

from whisper_desktop.asr.engine import Engine


def test_windows_encoded_together_are_those_encoded_alone(toy_engine: Engine) -> None:
    generator = torch.Generator().manual_seed(1)
    mels = [torch.randn(80, 3_000, generator=generator) for _ in range(3)]

    together = toy_engine.encode(mels)

    assert together.shape == (3, 1_500, 16)
    alone = torch.cat([toy_engine.encode([mel]) for mel in mels])
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)
