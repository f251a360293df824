import errno
import hashlib
import io
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whisper_desktop.app.catalogue import RemoteFile
from whisper_desktop.app.download import download_file
from whisper_desktop.app.partial_file import PartialFile
from whisper_desktop.app.transfer import Retry, TransferFailedError, TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OutputUnwritableError

BODY = bytes(range(256)) * 20
ETAG = '"one"'


class Site:
    """One file on a misbehaving server, and where it is to go."""

    def __init__(self, server: Any, reply: Any, policy: TransferPolicy, folder: Path) -> None:
        self.server, self.reply, self.policy = server, reply, policy
        self.target = folder / "model.pt"

    def replies(self, *replies: Any) -> None:
        self.server.reply("/model.pt", *replies)

    def remote(self, *, has_sha256: bool = True, has_size: bool = False) -> RemoteFile:
        sha256 = hashlib.sha256(BODY).hexdigest() if has_sha256 else None
        size = len(BODY) if has_size else None
        return RemoteFile("model.pt", f"{self.server.url}/model.pt", size, sha256)

    def fetch(
        self,
        remote: RemoteFile | None = None,
        *,
        cancel: CancelToken | None = None,
        on_step: Callable[[Any], None] = lambda _step: None,
    ) -> list[Any]:
        steps = []
        cancel = cancel or CancelToken()
        for step in download_file(remote or self.remote(), self.target, self.policy, cancel):
            steps.append(step)
            on_step(step)
        return steps

    def left_behind(self) -> list[str]:
        return sorted(path.name for path in self.target.parent.iterdir() if path.is_file())

    def asked_ranges(self) -> list[str | None]:
        return [request.headers["Range"] for request in self.server.requests]


@pytest.fixture
def site(server: Any, make_reply: Any, policy: TransferPolicy, tmp_path: Path) -> Site:
    return Site(server, make_reply, policy, tmp_path)


def retries(steps: list[Any]) -> list[Retry]:
    return [step for step in steps if isinstance(step, Retry)]


def test_a_whole_file_arrives_and_nothing_else_stays(site: Site) -> None:
    site.replies(site.reply(BODY, etag=ETAG))
    steps = site.fetch(site.remote(has_size=True))
    assert site.target.read_bytes() == BODY
    assert site.left_behind() == ["model.pt"]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, len(BODY))


def test_a_file_that_is_here_is_not_asked_for_again(site: Site) -> None:
    site.target.write_bytes(BODY)
    assert site.fetch() == [len(BODY)]
    assert site.server.requests == []


def test_a_file_that_went_bad_is_replaced(site: Site) -> None:
    site.target.write_bytes(BODY[::-1])
    site.replies(site.reply(BODY))
    site.fetch()
    assert site.target.read_bytes() == BODY


def test_a_broken_connection_goes_on_where_it_ended(site: Site) -> None:
    site.replies(site.reply(BODY, etag=ETAG, cut_after=1_024), site.reply(BODY, etag=ETAG))
    steps = site.fetch()
    assert site.target.read_bytes() == BODY
    assert site.asked_ranges() == [None, "bytes=1024-"]
    assert site.server.requests[1].headers["If-Range"] == ETAG
    assert len(retries(steps)) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(cuts=st.lists(st.integers(min_value=0, max_value=len(BODY)), max_size=5))
def test_however_often_it_breaks_the_bytes_are_right(cuts: list[int], site: Site) -> None:
    site.target.unlink(missing_ok=True)
    broken = [site.reply(BODY, etag=ETAG, cut_after=cut) for cut in cuts]
    site.replies(*broken, site.reply(BODY, etag=ETAG))
    site.policy = replace(site.policy, max_failures=len(cuts) + 1)
    site.fetch()
    assert site.target.read_bytes() == BODY


def test_a_stall_is_given_up_and_tried_again(site: Site) -> None:
    site.policy = replace(site.policy, read_timeout_s=0.1, max_failures=100)
    stalled = site.reply(BODY, etag=ETAG, cut_after=512, before_end=site.server.is_closing.wait)
    site.replies(stalled, site.reply(BODY, etag=ETAG))
    steps = site.fetch()
    assert site.target.read_bytes() == BODY
    # On a busy machine even the second answer may take that long.
    assert retries(steps)
    assert {retry.reason for retry in retries(steps)} == {"nothing came from 127.0.0.1 for 0.1 s"}


def test_a_server_that_ignores_ranges_is_read_from_the_beginning(site: Site) -> None:
    deaf = site.reply(BODY, etag=ETAG, knows_ranges=False)
    site.replies(replace(deaf, cut_after=1_024), deaf)
    steps = site.fetch()
    assert site.asked_ranges() == [None, "bytes=1024-"]
    assert site.target.read_bytes() == BODY
    assert 0 in steps[1:]


def test_a_file_that_changed_between_two_attempts_is_not_mixed(site: Site) -> None:
    old = site.reply(b"o" * 3_000, etag=ETAG, cut_after=1_024)
    site.replies(old, site.reply(BODY, etag='"two"'))
    site.fetch(site.remote(has_sha256=False))
    assert site.target.read_bytes() == BODY


def test_a_rest_of_another_version_is_refused(site: Site) -> None:
    old = site.reply(b"o" * 3_000, etag=ETAG, cut_after=1_024)
    site.replies(old, site.reply(BODY, etag='"two"', range_etag='"two"'))
    steps = site.fetch(site.remote(has_sha256=False))
    assert site.target.read_bytes() == BODY
    assert retries(steps)[-1].reason == "the file on the server changed"


def test_without_version_or_checksum_the_file_begins_anew(site: Site) -> None:
    site.replies(site.reply(BODY, cut_after=1_024), site.reply(BODY))
    site.fetch(site.remote(has_sha256=False))
    assert site.asked_ranges() == [None, None]
    assert site.target.read_bytes() == BODY


def test_a_checksum_alone_is_enough_to_go_on(site: Site) -> None:
    site.replies(site.reply(BODY, cut_after=1_024), site.reply(BODY))
    site.fetch()
    assert site.asked_ranges() == [None, "bytes=1024-"]
    assert site.server.requests[1].headers["If-Range"] is None


def test_the_date_of_change_serves_where_there_is_no_strong_etag(site: Site) -> None:
    date = "Wed, 21 Sep 2022 12:00:00 GMT"
    reply = site.reply(BODY, etag='W/"weak"', headers={"Last-Modified": date})
    site.replies(replace(reply, cut_after=1_024), reply)
    site.fetch(site.remote(has_sha256=False))
    assert site.server.requests[1].headers["If-Range"] == date
    assert site.target.read_bytes() == BODY


def test_a_length_stated_too_long_does_no_harm(site: Site) -> None:
    site.replies(site.reply(BODY, stated_length=len(BODY) + 100))
    site.fetch()
    assert site.asked_ranges() == [None, f"bytes={len(BODY)}-"]
    assert site.target.read_bytes() == BODY


def test_a_length_stated_too_short_is_found_out(site: Site) -> None:
    site.replies(site.reply(BODY, stated_length=1_000))
    with pytest.raises(
        TransferFailedError, match=r"checksum of model\.pt is not the published one"
    ):
        site.fetch()
    assert site.left_behind() == []


def test_a_file_of_another_size_is_not_even_fetched(site: Site) -> None:
    site.replies(site.reply(BODY + b"more"))
    with pytest.raises(
        TransferFailedError, match=r"offers 5124 bytes for model\.pt instead of 5120"
    ):
        site.fetch(site.remote(has_size=True))


def test_a_longer_file_on_the_server_replaces_what_is_here(site: Site) -> None:
    """What is here is longer than the file on the server, so there is no rest of it."""
    PartialFile(site.target, "").path.write_bytes(b"x" * 9_000)
    site.replies(site.reply(BODY))
    steps = site.fetch()
    assert site.target.read_bytes() == BODY
    assert [retry.reason for retry in retries(steps)] == ["the file on the server changed"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_final(status: int, site: Site) -> None:
    site.replies(site.reply(status=status))
    with pytest.raises(TransferFailedError, match=f"127.0.0.1 answered {status}"):
        site.fetch()
    assert len(site.server.requests) == 1


def test_a_troubled_server_is_asked_again_ever_more_slowly(site: Site, fake_time: Any) -> None:
    site.replies(site.reply(status=500), site.reply(status=502), site.reply(BODY))
    steps = site.fetch()
    assert [retry.wait_s for retry in retries(steps)] == [1.0, 2.0]
    assert sum(fake_time.naps_s) == pytest.approx(3.0)
    assert site.target.read_bytes() == BODY


def test_a_server_in_lasting_trouble_is_given_up(site: Site) -> None:
    site.replies(site.reply(status=500))
    with pytest.raises(TransferFailedError, match=r"answered 500 .* \(3 times in a row\)"):
        site.fetch()
    assert len(site.server.requests) == 3


def test_progress_resets_the_patience(site: Site) -> None:
    steady = [site.reply(BODY, etag=ETAG, cut_after=1_100) for _ in range(4)]
    site.replies(*steady, site.reply(BODY, etag=ETAG))
    site.fetch()
    assert len(site.server.requests) == 5 > site.policy.max_failures
    assert site.target.read_bytes() == BODY


@pytest.mark.parametrize(
    ("retry_after", "wait_s"), [("7", 7.0), ("soon", 1.0), ("Wed, 21 Sep 2022 12:00:00 -0000", 0.0)]
)
def test_a_busy_server_is_left_alone_as_long_as_it_asks(
    retry_after: str, wait_s: float, site: Site
) -> None:
    site.replies(site.reply(status=503, headers={"Retry-After": retry_after}), site.reply(BODY))
    steps = site.fetch()
    assert [retry.wait_s for retry in retries(steps)] == [wait_s]


IN_AN_HOUR = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize("retry_after", ["3600", IN_AN_HOUR])
def test_a_server_that_asks_for_an_hour_is_not_waited_for(retry_after: str, site: Site) -> None:
    site.replies(site.reply(status=429, headers={"Retry-After": retry_after}))
    with pytest.raises(TransferFailedError, match="wants to be asked again in"):
        site.fetch()


def test_wrong_bytes_are_deleted(site: Site) -> None:
    site.replies(site.reply(BODY[::-1]))
    with pytest.raises(TransferFailedError, match="the download was deleted"):
        site.fetch(site.remote(has_size=True))
    assert site.left_behind() == []
    assert len(site.server.requests) == 1


def test_a_spoilt_beginning_is_fetched_once_more(site: Site) -> None:
    PartialFile(site.target, "").path.write_bytes(b"spoilt")
    site.replies(site.reply(BODY))
    steps = site.fetch()
    assert site.target.read_bytes() == BODY
    assert site.asked_ranges() == ["bytes=6-", None]
    assert "it is fetched again from its beginning" in retries(steps)[0].reason


def test_the_size_counts_where_no_checksum_is_known(site: Site) -> None:
    site.replies(site.reply(BODY[:100], stated_length=-1))
    with pytest.raises(TransferFailedError, match=r"model\.pt has 100 bytes instead of 5120"):
        site.fetch(site.remote(has_sha256=False, has_size=True))
    assert site.left_behind() == []


def test_a_rest_that_ends_early_without_a_word_is_noticed(site: Site) -> None:
    whole = site.reply(BODY, etag=ETAG)
    silent = replace(whole, stated_length=-1, cut_after=512)
    site.replies(replace(whole, cut_after=1_024), silent, whole)
    steps = site.fetch()
    assert retries(steps)[1].reason == "the connection ended after 1536 of 5120 bytes"
    assert site.target.read_bytes() == BODY


def test_redirects_are_followed(site: Site) -> None:
    site.replies(site.reply(status=302, headers={"Location": "/elsewhere"}))
    site.server.reply("/elsewhere", site.reply(BODY))
    site.fetch()
    assert site.target.read_bytes() == BODY


def test_redirects_in_a_circle_fail(site: Site) -> None:
    site.replies(site.reply(status=302, headers={"Location": "/model.pt"}))
    with pytest.raises(TransferFailedError, match="redirects"):
        site.fetch()


def test_a_sign_in_page_is_not_taken_for_a_model(site: Site) -> None:
    site.replies(site.reply(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}))
    with pytest.raises(TransferFailedError, match=r"sent a web page instead of model\.pt"):
        site.fetch()


def test_a_server_that_is_not_there_is_not_waited_for(site: Site, fake_time: Any) -> None:
    remote = site.remote()
    site.server.close()
    with pytest.raises(TransferFailedError, match=r"127\.0\.0\.1 refused the connection"):
        site.fetch(remote)
    assert fake_time.naps_s == []


def test_a_server_that_goes_away_is_waited_for_and_what_came_is_kept(site: Site) -> None:
    site.replies(site.reply(BODY, etag=ETAG, cut_after=1_024))
    reasons = []

    def close_the_server(step: Any) -> None:
        if isinstance(step, Retry):
            reasons.append(step.reason)
            site.server.close()

    with pytest.raises(TransferFailedError, match=r"\(3 times in a row\)"):
        site.fetch(on_step=close_the_server)
    assert reasons[-1] == "127.0.0.1 refused the connection"
    assert PartialFile(site.target, "").size == 1_024


def test_https_to_a_server_without_it_fails_clearly(site: Site) -> None:
    remote = site.remote()
    secure = replace(remote, url=remote.url.replace("http:", "https:"))
    with pytest.raises(TransferFailedError, match=r"no secure connection to 127\.0\.0\.1"):
        site.fetch(secure)


def test_the_proxy_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("http_proxy", site.server.url)
    monkeypatch.setenv("no_proxy", "")
    remote = replace(site.remote(), url="http://models.invalid/model.pt")
    site.server.reply(remote.url, site.reply(BODY))
    site.fetch(remote)
    assert site.target.read_bytes() == BODY


def test_cancelling_keeps_what_came(site: Site) -> None:
    site.replies(site.reply(BODY, etag=ETAG))
    cancel = CancelToken()

    def stop_at_512(step: Any) -> None:
        if step >= 512:
            cancel.cancel()

    with pytest.raises(Cancelled):
        site.fetch(cancel=cancel, on_step=stop_at_512)
    assert PartialFile(site.target, "").size == 512
    assert site.fetch()[0] == 512
    assert site.target.read_bytes() == BODY


def test_cancelling_does_not_wait_for_a_silent_server(site: Site) -> None:
    """The time-out is an hour, so that only the token can end this test."""
    cancel, is_waiting = CancelToken(), threading.Event()

    def cancel_and_stay_silent() -> None:
        is_waiting.wait()
        cancel.cancel()
        site.server.is_closing.wait()

    def tell_that_all_was_read(step: Any) -> None:
        if step == 512:
            is_waiting.set()

    site.policy = replace(site.policy, read_timeout_s=3_600.0)
    site.replies(site.reply(BODY, cut_after=512, before_end=cancel_and_stay_silent))
    with pytest.raises(Cancelled):
        site.fetch(cancel=cancel, on_step=tell_that_all_was_read)


def test_a_full_disk_is_told_and_what_fits_is_kept(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    class FullDisk(io.FileIO):
        def write(self, data: Any) -> int:
            if self.tell() + len(data) > 1_024:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)

    site.replies(site.reply(BODY, etag=ETAG))
    with monkeypatch.context() as patch:
        patch.setattr(PartialFile, "open", lambda self: FullDisk(self.path, "ab"))
        with pytest.raises(OutputUnwritableError) as caught:
            site.fetch()
    assert caught.value.reason == "the disk is full"
    assert PartialFile(site.target, "").size == 1_024
    site.fetch()
    assert site.target.read_bytes() == BODY
