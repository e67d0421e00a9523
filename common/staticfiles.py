"""Static files of production: hashed, compressed, and the style sheets served as one."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = "css/all.css"
_IMPORT = re.compile(r'@import url\("(?P<name>[\w/-]+\.css)"\);')


class BundledManifestStorage(CompressedManifestStaticFilesStorage):
    """Puts what `css/all.css` imports into it, in its order, before names are hashed; JavaScript modules stay apart."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLES in paths and not dry_run:
            self._write(STYLES, bundled(paths))
            paths = {**paths, STYLES: (self, STYLES)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))


def bundled(paths: dict[str, Any]) -> str:
    """The style sheet with each import replaced by the file it names.

    Raises ValueError where such a file holds a `url()`: it would point elsewhere from the bundle.
    """
    return _IMPORT.sub(lambda found: _imported(paths, f"css/{found['name']}"), _read(paths, STYLES))


def _imported(paths: dict[str, Any], name: str) -> str:
    text = _read(paths, name)
    if "url(" in text:
        raise ValueError(f"{name} is served from another folder and may not hold a url().")
    return text


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
