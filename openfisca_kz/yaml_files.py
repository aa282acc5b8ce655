"""Reads the YAML files of this package; what a file held is kept beside it, as Python keeps its bytecode.

Kept is what a text came to, with a hash of that text: another text never gets it, whatever the time or the size of the
file. Where nothing can be written, or Python is told to write no bytecode, the file is parsed each time.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import yaml

#: Parsed by libyaml where PyYAML was built with it: ten times as quick as in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HASH = 16


def read_yaml(path: Path, loader: type[Any] = _LOADER) -> Any:
    """Return what a YAML file of the package holds, as UTF-8 whatever the locale.

    Args:
        path: the file.
        loader: how it is parsed.

    """
    content = path.read_bytes()
    made_by = f"{sys.version} {yaml.__version__} {loader.__module__}.{loader.__name__}\n".encode()
    kept = Path(importlib.util.cache_from_source(f"{path}.py")).with_suffix(".pickle")
    with contextlib.suppress(OSError):
        stored = kept.read_bytes()
        if stored[:_HASH] == _hash(made_by + content, stored[_HASH:]):
            return pickle.loads(stored[_HASH:])
    data = yaml.load(content.decode("utf-8"), Loader=loader)
    if not sys.dont_write_bytecode:
        pickled = pickle.dumps(data)
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            new = kept.with_name(f"{kept.name}.{os.getpid()}")
            new.write_bytes(_hash(made_by + content, pickled) + pickled)
            new.replace(kept)
    return data


@functools.cache
def kept_yaml(path: Path) -> Any:
    """Return what a YAML file of the package holds, the same object each time: it is read and never changed."""
    return read_yaml(path)


def _hash(text: bytes, pickled: bytes) -> bytes:
    """Return a hash of a text and of what it came to: half a file is not read either."""
    return hashlib.blake2b(text + b"\0" + pickled, digest_size=_HASH).digest()
