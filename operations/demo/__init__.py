"""``kunjungan demo``: plays Saturday 17 January 2026 at Rutan Balikpapan and balances its books."""

from operations.demo.command import main

__all__ = ["main"]
