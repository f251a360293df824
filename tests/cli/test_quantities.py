import pytest

from whisper_desktop.cli.quantities import format_bytes


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_500_000, "2.5 MB"),
        (9_949_999, "9.9 MB"),
        (9_950_000, "10 MB"),
        (145_217_532, "145 MB"),
        (999_499_999, "999 MB"),
        (999_500_000, "1.0 GB"),
        (3_086_912_962, "3.1 GB"),
        (33_500_000_000, "33.5 GB"),
    ],
)
def test_a_size_is_short_and_never_a_thousand(count: int, text: str) -> None:
    assert format_bytes(count) == text
