"""Speech that two free synthesisers say, for recordings whose every word is known.

They are the programs `flite` and `espeak-ng` (Debian has both); what they said is kept.
"""

import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.audio_set import Samples
from whisper_desktop.audio.decode import decode_blocks


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of a program; `speed` is in words a minute, for espeak-ng only."""

    program: str
    name: str
    language: str = "en"
    speed: int = 165

    def command(self, text: str, file: Path) -> list[str]:
        """Return what has the voice say a text into a WAV file."""
        if self.program == "flite":
            return ["flite", "-voice", self.name, "-t", text, "-o", str(file)]
        options = ["-v", self.name, "-s", str(self.speed), "-w", str(file)]
        # Options end here, for a text may begin with a dash.
        return ["espeak-ng", *options, "--", text]


class Speaker:
    """Says texts, each once."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "made-speech"

    def say(self, voice: Voice, text: str) -> Samples:
        """Return a text as the voice says it, 16 kHz mono.

        Raises FileNotFoundError without the program, CalledProcessError when it fails.
        """
        known_by = f"{voice}\n{text}".encode()
        kept = self._folder / f"{voice.name}-{hashlib.sha256(known_by).hexdigest()[:16]}.npy"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(".part.npy")
            np.save(unfinished, _said(voice, text))
            unfinished.replace(kept)
        samples: Samples = np.load(kept)
        return samples


def _said(voice: Voice, text: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.wav")
        subprocess.run(voice.command(text, file), check=True, capture_output=True)
        return np.concatenate(list(decode_blocks(file)))
