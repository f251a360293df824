"""What tests of the application share: a web server that misbehaves as told, among others."""

import hashlib
import os
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.app.queue_work import N_WORDS, WordRecogniser
from whisper_desktop.app.catalogue import CatalogueModel, RemoteFile, Source, WebSource
from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.queue import QueueEntry, QueueOrder, added
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import (
    EntryEnded,
    QueueTools,
    queue_tools,
    run_next,
)
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.transfer import TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task


@dataclass(frozen=True, slots=True)
class Reply:
    """How to answer one request for `body`."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    knows_ranges: bool = True
    cut_after: int | None = None
    """How many bytes of the answer are sent before the connection ends."""
    stated_length: int | None = None
    """A lie about the length of the answer, or -1 to say nothing of it."""
    range_etag: str | None = None
    """What a partial answer gives as its ETag, whatever was asked for."""
    before_end: Callable[[], None] | None = None
    """What happens after the last byte was sent and before the connection ends."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for."""

    path: str
    headers: Message


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


class FaultyServer:
    """Answers the requests for a path with the replies given for it; the last one stays."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.is_closing = threading.Event()
        self._replies: dict[str, list[Reply]] = {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.requests.append(Request(self.path, self.headers))
                _answer(self, owner.next_reply(self.path))

            def log_message(self, *_arguments: object) -> None:
                """Keep the test output clean."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def reply(self, path: str, *replies: Reply) -> None:
        self._replies[path] = list(replies)

    def next_reply(self, path: str) -> Reply:
        replies = self._replies.get(path, [Reply(status=404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def close(self) -> None:
        if not self.is_closing.is_set():
            self.is_closing.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


def _answer(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    start = _wanted_start(handler, reply)
    if start and start >= len(reply.body):
        reply = replace(reply, status=416, headers={"Content-Range": f"bytes */{len(reply.body)}"})
        start, content = 0, b""
    else:
        content = reply.body[start:]
    handler.send_response(206 if start else reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    etag = reply.range_etag if start and reply.range_etag is not None else reply.etag
    if etag:
        handler.send_header("ETag", etag)
    if start:
        whole = f"{start}-{len(reply.body) - 1}/{len(reply.body)}"
        handler.send_header("Content-Range", f"bytes {whole}")
    length = len(content) if reply.stated_length is None else reply.stated_length
    if length >= 0:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(content[: reply.cut_after])
    handler.wfile.flush()
    if reply.before_end:
        reply.before_end()


def _wanted_start(handler: BaseHTTPRequestHandler, reply: Reply) -> int:
    wanted = handler.headers.get("Range", "")
    condition = handler.headers.get("If-Range", reply.etag)
    if not wanted or not reply.knows_ranges or reply.status != 200:
        return 0
    if reply.range_etag is None and condition != reply.etag:
        return 0
    return int(wanted.removeprefix("bytes=").removesuffix("-"))


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    faulty = FaultyServer()
    yield faulty
    faulty.close()


@dataclass
class FakeTime:
    """A clock that only sleeping moves."""

    now_s: float = 0.0
    naps_s: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.naps_s.append(seconds)
        self.now_s += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def policy(fake_time: FakeTime) -> TransferPolicy:
    """Waits cost no time, and real time-outs are out of reach."""
    return TransferPolicy(
        connect_timeout_s=60.0,
        read_timeout_s=60.0,
        max_failures=3,
        min_progress_bytes=1_000,
        chunk_bytes=256,
        sleep=fake_time.sleep,
        clock=fake_time.clock,
    )


@pytest.fixture
def make_reply() -> type[Reply]:
    return Reply


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.fixture
def make_source(server: FaultyServer) -> Callable[..., WebSource]:
    """Describe files that lie below /KEY/ of the server as one source of a model."""

    def make(key: str, files: dict[str, bytes], *, has_sha256: bool = True) -> WebSource:
        remotes = tuple(
            RemoteFile(
                name,
                f"{server.url}/{key}/{name}",
                len(body) if has_sha256 else None,
                _sha256(body) if has_sha256 else None,
            )
            for name, body in files.items()
        )
        kind = "openai" if any(name.endswith(".pt") for name in files) else "huggingface"
        return WebSource(kind, key.title(), key, remotes)

    return make


@pytest.fixture
def make_model() -> Callable[..., CatalogueModel]:
    def make(*sources: Source, name: str = "toy", **other: Any) -> CatalogueModel:
        facts: dict[str, Any] = {
            "aliases": (),
            "parameters": 1,
            "dims": {},
            "language_count": 99,
            "tasks": frozenset(Task),
            "memory_bytes": {"fp32": 3, "fp16": 2, "int8": 1},
            "licence": "MIT",
        }
        return CatalogueModel(name=name, sources=sources, **(facts | other))

    return make


@dataclass(frozen=True, slots=True)
class ToyWeights:
    """A complete OpenAI checkpoint of the smallest sizes that pass for a Whisper."""

    path: Path
    dims: dict[str, int]


@pytest.fixture(scope="session")
def toy_weights(tmp_path_factory: pytest.TempPathFactory) -> ToyWeights:
    import torch

    from whisper_desktop.asr.checkpoint import expected_shapes
    from whisper_desktop.asr.dims import OFFICIAL_DIMS

    sizes = {"n_audio_state": 8, "n_audio_head": 1, "n_text_state": 8, "n_text_head": 1}
    dims = replace(OFFICIAL_DIMS["tiny"], n_audio_layer=1, n_text_layer=1, **sizes)
    state = {
        name: torch.zeros(shape, dtype=torch.float16)
        for name, shape in expected_shapes(dims).items()
    }
    path = tmp_path_factory.mktemp("weights") / "Toy Model.pt"
    torch.save({"dims": asdict(dims), "model_state_dict": state}, path)
    return ToyWeights(path, asdict(dims))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "logs" / "recogniser.log"


@pytest.fixture(scope="module")
def host(log: Path) -> Iterator[RecognitionHost]:
    """One for most tests: whatever happened to it before, the next job must work."""
    with RecognitionHost(os.environ, log) as host:
        yield host


@pytest.fixture
def new_host(log: Path) -> Iterator[RecognitionHost]:
    with RecognitionHost(os.environ, log) as host:
        yield host


@pytest.fixture
def recogniser() -> WordRecogniser:
    return WordRecogniser()


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "show" / "talk.wav"
    path.parent.mkdir()
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16_000 * N_WORDS))
    return path


@pytest.fixture
def order(media: Path) -> QueueOrder:
    return QueueOrder(media)


@pytest.fixture
def queue(tmp_path: Path) -> QueueFile:
    return QueueFile(tmp_path / "home")


@pytest.fixture
def tools(tmp_path: Path, recogniser: WordRecogniser) -> QueueTools:
    home = tmp_path / "home"
    return queue_tools(home, recogniser.run, lambda: ModelRequest("small"), EditorSettings)


@pytest.fixture
def work(queue: QueueFile, tools: QueueTools) -> Callable[[QueueOrder], QueueEntry]:
    """Return what puts an order into the queue, works on it, and returns what became of it."""

    def run(order: QueueOrder) -> QueueEntry:
        queue.change(lambda entries: added(entries, [order]))
        *_, ended = run_next(queue, tools, CancelToken())
        assert isinstance(ended, EntryEnded)
        assert ended.entry in queue.entries()
        return ended.entry

    return run
