"""Where the templates and the runtime are: beside the source in a checkout, inside the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `templates` or `runtime`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    # The wheel's own first: what stands beside an installed package is somebody else's.
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if (folder / _MARKERS[name]).is_file():
            return folder
    raise FileNotFoundError(f"specloom is installed without its {name} folder")


_MARKERS = {"templates": "client.py.jinja", "runtime": "client.py"}
