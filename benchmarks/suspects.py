"""Fit the score of suspicion, and say how well it finds wrong rows.

    python -m benchmarks.suspects fit    --audio DIR --model PATH     # prints the weights
    python -m benchmarks.suspects report --audio DIR --model PATH     # the score as it is built in

Both hear `benchmarks.troubled`: synthesised speech to fit on, other voices held out, and people
of the audio set, on whom nothing is fitted. Half of the recordings are heard sequentially, half
batched, at the program's defaults with the language given. A row is wrong when more than 30 % of
its words are (`benchmarks.row_labels`). `fit` shows the weights found with the same figures;
`report` ends with exit code 1 when the first tenth of the ranked list of people's rows holds less
than 60 % of the wrong ones. Needs `flite` and `espeak-ng`. After a change of ours delete
`suspects/` in the cache.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks import logistic
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import read_manifest
from benchmarks.logistic import Matrix, Model, Vector
from benchmarks.mixtures import AudioSet, Mixture
from benchmarks.records import Record, emit
from benchmarks.row_labels import LabelledRow, labelled
from benchmarks.troubled import made_recordings, real_recordings, texts_by_language
from whisper_desktop.app.finishing import Finishing
from whisper_desktop.app.project_records import pack_cues, unpack_cues
from whisper_desktop.asr.options import LongFormMode, RecognitionOptions
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.events import SegmentReady
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.suspect_signs import Sign, signs
from whisper_desktop.core.suspects import BIAS, GRAVE_FROM, WEIGHTS
from whisper_desktop.core.verbs.recognised import recognised_cue
from whisper_desktop.speech.ear import Ear

FIRST_PART = 0.1
LEAST_SHARE = 0.6
"""Of the wrong rows, in the first part of the list."""
RIDGE = 1e-3
"""Chosen by hand: it keeps signs that hardly occur from growing without end."""


class Listener:
    """Transcribes recordings as the program does, and keeps the rows."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        model, self._weights = arguments.model
        self._precision, self._threads = arguments.precision, arguments.threads
        self._folder: Path = arguments.cache / "suspects" / f"{model}-{arguments.precision}"

    @cached_property
    def _recognizer(self) -> Recognizer:
        return Recognizer.load(
            self._weights, device="cpu", precision=self._precision, threads=self._threads
        )

    def hear(self, mixture: Mixture, mode: LongFormMode) -> tuple[Cue, ...]:
        """Return the rows of a recording: kept, or transcribed now."""
        path = self._folder / mode / f"{mixture.name}-{mixture.fingerprint}.cues"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pack_cues(tuple(self._heard(mixture, mode))))
        return unpack_cues(path.read_bytes())

    def _heard(self, mixture: Mixture, mode: LongFormMode) -> Iterator[Cue]:
        ear = Ear(mixture.samples)
        recipe = Recipe(language=mixture.language, timestamps=TimestampMode.WORDS)
        events = self._recognizer.recognize(
            mixture.samples,
            RecognitionOptions(recipe=recipe, mode=mode),
            speech=ear,
            cancel=CancelToken(),
        )
        segments = [event.segment for event in events if isinstance(event, SegmentReady)]
        finishing = Finishing(Pcm(mixture.samples), recipe, ear)
        finished = finishing.with_evidence(finishing.in_sound(segments))
        for uid, segment in enumerate(finished, start=1):
            yield recognised_cue(uid, segment)


def labelled_rows(listener: Listener, recordings: Iterable[Mixture]) -> list[LabelledRow]:
    """Return the labelled rows of recordings, heard one way and the other in turns."""
    modes = list(LongFormMode)
    rows: list[LabelledRow] = []
    for number, mixture in enumerate(recordings):
        mode = modes[number % len(modes)]
        found = labelled(mixture, listener.hear(mixture, mode))
        rows += found
        wrong = sum(row.is_wrong for row in found)
        emit({"recording": mixture.name, "mode": mode, "rows": len(found), "wrong": wrong})
    return rows


def table_of(rows: Sequence[LabelledRow]) -> tuple[Matrix, Vector]:
    """Return the signs of rows, a column each, and which rows are wrong."""
    found = [
        [signs(row.cue, row.cue.evidence, row.previous)[sign] for sign in Sign]
        for row in rows
        if row.cue.evidence is not None
    ]
    return np.array(found), np.array([float(row.is_wrong) for row in rows])


def built_in() -> Model:
    """Return the model that the program has."""
    return Model(BIAS, np.array([WEIGHTS[sign] for sign in Sign]))


def figures(name: str, model: Model, rows: Sequence[LabelledRow]) -> Record:
    """Return how well a model ranks and lists rows."""
    table, is_wrong = table_of(rows)
    scores = model.scores(table)
    precision, recall = logistic.precision_and_recall(scores, is_wrong, GRAVE_FROM)
    return {
        "rows_of": name,
        "rows": len(rows),
        "wrong": int(is_wrong.sum()),
        "wrong_share": round(float(is_wrong.mean()), 3),
        "mean_score": round(float(scores.mean()), 3),
        "area_under_curve": round(logistic.area_under_curve(scores, is_wrong), 3),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "in_first_tenth": round(logistic.share_in_first(scores, is_wrong, FIRST_PART), 3),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Fit or report; return the exit code."""
    arguments = _parser().parse_args(argv)
    audio = AudioSet(arguments.audio, arguments.cache)
    texts = texts_by_language(audio, read_manifest(arguments.audio))
    listener = Listener(arguments)
    wanted = arguments.recordings
    made = labelled_rows(
        listener, made_recordings(audio, texts, arguments.cache, wanted, held_out=False)
    )
    held_out = labelled_rows(
        listener, made_recordings(audio, texts, arguments.cache, wanted // 3, held_out=True)
    )
    people = labelled_rows(listener, real_recordings(audio, wanted // 2))
    model = built_in()
    if arguments.action == "fit":
        model = logistic.fit(*table_of(made), RIDGE)
        emit({"bias": round(model.bias, 3)} | _named(model))
    all_figures = [
        figures("synthesisers, fitted on", model, made),
        figures("other synthesisers", model, held_out),
        figures("people", model, people),
    ]
    for one in all_figures:
        emit(one)
    return int(all_figures[-1]["in_first_tenth"] < LEAST_SHARE)


def _named(model: Model) -> dict[str, float]:
    return {sign: round(float(weight), 3) for sign, weight in zip(Sign, model.weights, strict=True)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suspects", description=__doc__)
    parser.add_argument("action", choices=["fit", "report"])
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, help="NAME=PATH or PATH")
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--recordings", type=int, default=36, help="of synthesised speech")
    return parser


if __name__ == "__main__":
    sys.exit(main())
