# One image for every service, the provisioning and the demo: `python -m services.<name>` and
# `kunjungan <command>`. Builds with BuildKit and with the legacy builder.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# The number is in operations/cli.py too: secrets are given to it.
RUN groupadd --gid 10001 kunjungan \
    && useradd --uid 10001 --gid kunjungan --no-create-home --home-dir /app kunjungan

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY contracts contracts
COPY chassis chassis
COPY services services
COPY operations operations
COPY console console
RUN python -m pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q contracts chassis services operations console

USER kunjungan
CMD ["kunjungan", "--help"]
