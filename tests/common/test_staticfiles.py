import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from common.staticfiles import BundledManifestStorage, bundled

SOURCES = Path(settings.BASE_DIR, "static")


def sources(folder: Path) -> dict[str, Any]:
    storage = FileSystemStorage(folder)
    return {
        name: (storage, name)
        for name in (str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    }


@pytest.fixture
def collected(tmp_path: Path) -> BundledManifestStorage:
    shutil.copytree(SOURCES, tmp_path, dirs_exist_ok=True)
    storage = BundledManifestStorage(location=tmp_path, base_url="/static/")
    failures = [name for name, _, done in storage.post_process(sources(SOURCES)) if isinstance(done, Exception)]
    assert failures == []
    return storage


def test_the_style_sheets_are_served_as_one_file(collected: BundledManifestStorage):
    text = Path(collected.path(collected.stored_name("css/all.css"))).read_text()
    assert "@import" not in text
    assert all(part.read_text() in text for part in SOURCES.glob("css/components/*.css"))


def test_the_order_of_the_layers_comes_first(collected: BundledManifestStorage):
    text = Path(collected.path(collected.stored_name("css/all.css"))).read_text()
    first_rule = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip().splitlines()[0]
    assert first_rule == "@layer reset, tokens, base, layout, components, print;"


def test_a_module_imports_the_hashed_names_of_the_others(collected: BundledManifestStorage):
    text = Path(collected.path(collected.stored_name("js/main.js"))).read_text()
    names = re.findall(r'from "\./(.+?)"', text)
    assert names
    assert all(Path(collected.path(f"js/{name}")).exists() and name.count(".") == 2 for name in names)


def test_a_url_that_the_bundle_would_break_is_refused(tmp_path: Path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/all.css").write_text('@import url("part.css");')
    (tmp_path / "css/part.css").write_text('.a { background: url("../img/a.svg") }')
    with pytest.raises(ValueError, match=r"css/part\.css"):
        bundled(sources(tmp_path))


def test_every_style_sheet_of_a_component_is_imported():
    imported = set(re.findall(r"components/([\w-]+\.css)", (SOURCES / "css/all.css").read_text()))
    assert imported == {file.name for file in SOURCES.glob("css/components/*.css")}
