"""Pictures and documents of products: uploaded by staff, shown in lists and on the page, saved by who may (CAT-2)."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.models import Member
from catalog.models import Product, ProductDocument, ProductPicture
from tests.cast import Cast, a_switch
from tests.common.files import a_pdf, a_picture
from tests.pressing import filled_in, visit

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def switch(cast: Cast) -> Product:
    return a_switch(cast, name="Switch", license_program="Kestrel Open License")


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def upload(staff: Client, product: Product, **rows: dict[str, object]) -> Any:
    """Press “Save” on the staff's page of the product with these rows of `pictures` or `documents`."""
    page = visit(staff, f"/admin/catalog/product/{product.pk}/change/")
    fields: dict[str, object] = dict(filled_in(page.form_of(page.button("Save", ""))))
    for prefix, row in rows.items():
        there = getattr(product, prefix).count()
        number = row.pop("number", there)
        fields[f"{prefix}-TOTAL_FORMS"] = max(there, int(str(number)) + 1)
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return staff.post(page.address, fields)


def a_photo(size: tuple[int, int] = (2400, 1200), **options: object) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", a_picture("JPEG", size, **options))


def a_described_photo(**more: object) -> dict[str, object]:
    return {"upload": a_photo(), "description": "A switch from the front", "position": 0} | more


def a_data_sheet(**more: object) -> dict[str, object]:
    sheet = SimpleUploadedFile("switch.pdf", a_pdf())
    return {"upload": sheet, "kind": "data_sheet", "title": "Data sheet of the switch", "language": "sv"} | more


def test_a_picture_is_drawn_anew_large_and_small(switch: Product, admin_client: Client, media: Path, client: Client):
    upload(admin_client, switch, pictures=a_described_photo())

    picture = ProductPicture.objects.get()
    assert (picture.width, picture.height) == (1200, 600)
    sizes = []
    for address in (picture.address, picture.thumbnail_address):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        with Image.open(io.BytesIO(b"".join(answer))) as drawn:
            sizes.append((drawn.format, drawn.size))
    assert sizes == [("WEBP", (1200, 600)), ("WEBP", (80, 40))]
    assert len(kept(media)) == 2


def test_lists_show_it_small_and_the_page_large_with_its_description(
    switch: Product, admin_client: Client, cast: Cast, sign_in: SignIn
):
    upload(admin_client, switch, pictures=a_described_photo())
    picture = ProductPicture.objects.get()
    browser = Client()
    browser.force_login(cast.norrsken.buyer.user)

    assert f'src="{picture.thumbnail_address}" alt=""' in browser.get("/catalog/networking/switches/").text
    page = browser.get(switch.get_absolute_url()).text
    assert f'src="{picture.address}" alt="A switch from the front" width="1200" height="600"' in page
    assert "the manufacturer gave no picture" not in page


def test_a_picture_asks_neither_sessions_nor_the_database(switch: Product, admin_client: Client):
    upload(admin_client, switch, pictures=a_described_photo())
    address = ProductPicture.objects.get().thumbnail_address

    with CaptureQueriesContext(connection) as captured:
        assert b"".join(admin_client.get(address))
    assert len(captured) == 0


@pytest.mark.parametrize("name", ["0" * 40, "x", "..%2f..%2fsecret"])
def test_no_other_file_is_shown(db: None, name: str, client: Client, media: Path):
    (media / "secret").write_text("secret")

    assert client.get(f"/pictures/{name}.webp").status_code == 404


def test_what_is_no_picture_is_refused_beside_its_field(switch: Product, admin_client: Client, media: Path):
    page = upload(admin_client, switch, pictures=a_described_photo(upload=SimpleUploadedFile("p.jpg", a_pdf())))

    assert page.status_code == 200
    assert "JPG" in page.text
    page = upload(admin_client, switch, pictures={"description": "Nothing", "position": 0})
    assert "Choose a file." in page.text
    assert (ProductPicture.objects.count(), kept(media)) == (0, [])


def test_another_file_replaces_it_and_removing_the_row_removes_the_files(
    switch: Product,
    admin_client: Client,
    media: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    upload(admin_client, switch, pictures=a_described_photo())
    before = set(kept(media))
    pk = ProductPicture.objects.get().pk

    with django_capture_on_commit_callbacks(execute=True):
        upload(admin_client, switch, pictures=a_described_photo(number=0, id=pk))
    assert ProductPicture.objects.get().pk == pk
    assert len(kept(media)) == 2
    assert not before & set(kept(media))

    with django_capture_on_commit_callbacks(execute=True):
        upload(admin_client, switch, pictures={"number": 0, "id": pk, "DELETE": "on"})
    assert (ProductPicture.objects.count(), kept(media)) == (0, [])


def test_documents_stand_on_the_page_and_are_saved_as_they_came(switch: Product, admin_client: Client, client: Client):
    upload(admin_client, switch, documents=a_data_sheet())

    page = visit(Client(headers={"accept-language": "en"}), switch.get_absolute_url())
    assert "Data sheet of the switch" in page.text
    answer = Client().get(ProductDocument.objects.get().get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="switch.pdf"'
    assert b"".join(answer) == a_pdf()


def test_what_is_for_members_alone_is_hidden_from_visitors(cast: Cast, switch: Product, admin_client: Client):
    upload(admin_client, switch, documents=a_data_sheet(is_for_members="on"))
    address = ProductDocument.objects.get().get_absolute_url()
    member, visitor = Client(), Client()
    member.force_login(cast.norrsken.basic.user)

    assert "Data sheet of the switch" not in visitor.get(switch.get_absolute_url()).text
    assert visitor.get(address)["Location"] == f"/login/?next={address}"
    assert "Data sheet of the switch" in member.get(switch.get_absolute_url()).text
    assert b"".join(member.get(address)) == a_pdf()


def test_the_license_program_is_shown(switch: Product, client: Client):
    assert "Kestrel Open License" in client.get(switch.get_absolute_url()).text
