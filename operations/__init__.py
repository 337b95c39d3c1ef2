"""The operator's tools: the ``kunjungan`` command."""

import warnings

# why eventlet all the same: docs/adr. An operator cannot act on it.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
