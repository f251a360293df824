from pathlib import Path
from typing import Any

import pytest
from requests import Response

from whisper_desktop.app.partial_file import PartialFile
from whisper_desktop.app.transfer_faults import BrokenOffError

URL = "https://models.invalid/model.pt"


def response(status: int, **headers: str) -> Response:
    made = Response()
    made.status_code = status
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


@pytest.fixture
def partial(tmp_path: Path) -> PartialFile:
    return PartialFile(tmp_path / "model.pt", URL)


def fill(partial: PartialFile, data: bytes) -> None:
    with partial.open() as file:
        file.write(data)


def test_nothing_here_asks_for_everything(partial: PartialFile) -> None:
    assert partial.size == 0
    assert partial.resume_headers(has_checksum=True) == {}


def test_a_note_of_the_version_outlives_the_program(partial: PartialFile, tmp_path: Path) -> None:
    assert partial.begin(response(200, Content_Length="9", ETag='"v1"')) == 9
    fill(partial, b"123")
    again = PartialFile(tmp_path / "model.pt", URL)
    expected = {"Range": "bytes=3-", "If-Range": '"v1"'}
    assert again.resume_headers(has_checksum=False) == expected


def test_the_note_of_another_address_does_not_count(partial: PartialFile, tmp_path: Path) -> None:
    partial.begin(response(200, ETag='"v1"'))
    fill(partial, b"123")
    other = PartialFile(tmp_path / "model.pt", URL + "?other")
    assert other.resume_headers(has_checksum=True) == {"Range": "bytes=3-"}


@pytest.mark.parametrize("note", [b"", b"[]", b"{", b"\xff"])
def test_a_damaged_note_does_not_count(note: bytes, partial: PartialFile, tmp_path: Path) -> None:
    fill(partial, b"123")
    (tmp_path / "model.pt.partial.json").write_bytes(note)
    assert partial.resume_headers(has_checksum=False) == {}
    assert partial.size == 0


def test_a_rest_is_added(partial: PartialFile) -> None:
    fill(partial, b"123")
    assert partial.begin(response(206, Content_Range="bytes 3-8/9")) == 9
    assert partial.size == 3


@pytest.mark.parametrize("total", ["", "many", "-1"])
def test_a_length_that_is_no_number_is_unknown(total: str, partial: PartialFile) -> None:
    assert partial.begin(response(200, Content_Length=total)) is None


def test_a_total_that_the_server_does_not_know_is_unknown(partial: PartialFile) -> None:
    fill(partial, b"123")
    assert partial.begin(response(206, Content_Range="bytes 3-8/*")) is None


@pytest.mark.parametrize("content_range", ["bytes 4-8/9", "bytes 0-8/9", "", "3-8/9"])
def test_a_rest_from_the_wrong_place_is_refused(content_range: str, partial: PartialFile) -> None:
    fill(partial, b"123")
    with pytest.raises(BrokenOffError):
        partial.begin(response(206, Content_Range=content_range))
    assert partial.size == 0


def test_nothing_left_means_complete(partial: PartialFile) -> None:
    fill(partial, b"123")
    assert partial.is_complete_by(response(416, Content_Range="bytes */3"))
    assert not partial.is_complete_by(response(200))


@pytest.mark.parametrize("headers", [{"Content_Range": "bytes */2"}, {}])
def test_nothing_left_of_another_length_starts_anew(
    headers: dict[str, Any], partial: PartialFile
) -> None:
    fill(partial, b"123")
    with pytest.raises(BrokenOffError):
        partial.is_complete_by(response(416, **headers))
    assert partial.size == 0


def test_finishing_leaves_the_file_alone(partial: PartialFile, tmp_path: Path) -> None:
    partial.begin(response(200, ETag='"v1"'))
    fill(partial, b"123")
    partial.finish()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["model.pt"]
