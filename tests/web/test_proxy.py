"""The proxy of compose.yaml before the server, where nginx is installed: health, packing, limits, what it logs."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from tests.web.serving import free_port, served

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

# As root nginx changes to a user that may not write into a test's folder.
USER = " user root;" if os.getuid() == 0 else ""


def test_compose_names_what_there_is() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["proxy"]["volumes"] == ["./deploy/nginx.conf:/etc/nginx/nginx.conf:ro"]
    assert "server api:5000" in CONFIGURATION.read_text(encoding="utf-8")
    assert services["api"]["environment"]["OPENFISCA_KZ_PROXIES"] == "1"
    assert all(port.startswith("127.0.0.1:") for port in services["proxy"]["ports"])


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_the_proxy_before_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENFISCA_KZ_PROXIES", "1")
    with served(tmp_path) as server:
        port, log = free_port(), tmp_path / "nginx.log"
        text = CONFIGURATION.read_text(encoding="utf-8").replace("/tmp/", f"{tmp_path}/")
        text = text.replace("api:5000", f"127.0.0.1:{server.port}").replace("listen 8080", f"listen 127.0.0.1:{port}")
        text = text.replace("/dev/stdout", str(log))
        own = tmp_path / "nginx.conf"
        own.write_text(text, encoding="utf-8")
        process = subprocess.Popen([str(NGINX), "-c", str(own), "-e", "/dev/null", "-g", f"daemon off;{USER}"])
        try:
            for _ in range(100):
                try:
                    assert ask(port, "/health?name=Zhumabekova")[0] == 200
                    break
                except ConnectionError:
                    time.sleep(0.1)
            status, headers = ask(port, "/spec", {"Accept-Encoding": "gzip"})
            assert (status, headers["Content-Encoding"]) == (200, "gzip")
            assert len(headers["X-Request-ID"]) == 32
            with_large = ask(port, "/calculate", {}, b" " * (2 << 20))
            assert with_large[0] == 413
            assert 429 in {ask(port, "/health")[0] for _ in range(120)}
        finally:
            process.terminate()
            process.wait(timeout=20)
        assert headers["X-Request-ID"] in log.read_text(encoding="utf-8")
        assert "Zhumabekova" not in log.read_text(encoding="utf-8")


def ask(port: int, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST" if body else "GET", path, body or None, headers or {})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, dict(response.getheaders())
