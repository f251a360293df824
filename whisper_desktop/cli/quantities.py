"""Sizes and speeds as people read them."""


def format_bytes(count: float) -> str:
    """145_217_532 -> '145 MB', 3_086_912_962 -> '3.1 GB'; powers of ten, as disks are sold."""
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    if count < 9_950_000:
        return f"{count / 1e6:.1f} MB"
    if count < 999_500_000:
        return f"{count / 1e6:.0f} MB"
    return f"{count / 1e9:.1f} GB"
