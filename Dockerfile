# The guarded API and the personal account.
#
#   docker build -t openfisca-kz .
#   docker run --read-only --tmpfs /tmp -p 127.0.0.1:5000:5000 openfisca-kz
#
# On the open internet put the proxy of compose.yaml before it.
#
# Limits, origins and proxies: environment variables OPENFISCA_KZ_... (docs/api.md).
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY openfisca_kz openfisca_kz
RUN python -m venv /law && /law/bin/pip install --no-cache-dir '.[sheets]'

FROM python:3.13-slim
RUN useradd --system --no-create-home --shell /usr/sbin/nologin law
COPY --from=build /law /law
# glibc gives memory back after every array unless told otherwise.
ENV PATH=/law/bin:$PATH PYTHONDONTWRITEBYTECODE=1 MALLOC_TRIM_THRESHOLD_=134217728 MALLOC_ARENA_MAX=2 OPENFISCA_KZ_WORKERS=2
USER law
EXPOSE 5000
# Nothing answers before the law is loaded, so an answer means ready.
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/health', timeout=2)"]
CMD ["openfisca-kz", "serve", "--bind", "0.0.0.0:5000", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
