"""Pictures and data sheets of the products most asked for: the carton each comes in, drawn here, and its facts."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import format_html, format_html_join
from PIL import Image, ImageDraw, ImageFont

from catalog.models import Product, ProductDocument, ProductPicture
from catalog.product_files import DOCUMENT_BYTES, DOCUMENT_KINDS, PICTURE_BYTES, PICTURE_KINDS, draw, keep
from catalog.products import attributes_in_words
from common.pdf import is_available, pdf_of
from common.uploads import Kind, Storing, Upload, checked, storing
from portal.demo.drawing import draw as chance

WITH_PICTURE, WITH_SHEET = 24, 6
BOARD, SIDE, TOP, INK, LABEL = "#c9a36a", "#a8824c", "#dcbb88", "#2b2b2b", "#fbfaf6"
STRIPES = 46
COMPLAINTS = (
    "A fault within the warranty: report it to {name}'s service desk, service@{slug}.example, with serial number and a "
    "copy of the invoice, and wait for its case number before anything is sent.\n\n"
    "Damaged in transit or wrong goods: report it to us, not to {name}."
)


def load_product_files() -> None:
    """Give the most popular products a picture, and some of them a data sheet; loading again changes nothing."""
    popular = Product.objects.filter(kind="goods", listing__is_listed=True).order_by("listing__popularity")
    chosen = list(popular.select_related("manufacturer")[:WITH_PICTURE])
    if ProductPicture.objects.exists():
        return
    with storing() as files, transaction.atomic():
        for product in chosen:
            _add_picture(product, files)
        for product in chosen[:WITH_SHEET] if is_available() else ():
            _add_sheet(product, files)
        for maker in {product.manufacturer for product in chosen}:
            maker.complaints_instructions = COMPLAINTS.format(name=maker.name, slug=maker.slug)
            maker.save(update_fields=["complaints_instructions"])


def _add_picture(product: Product, files: Storing) -> None:
    description = f"Carton of {product.manufacturer.name} {product.mpn}"
    picture = ProductPicture(product=product, description=description[:200])
    draw(picture, _upload(carton(product), "carton.png", PICTURE_KINDS, PICTURE_BYTES), files)
    picture.save()


def _add_sheet(product: Product, files: Storing) -> None:
    document = ProductDocument(product=product, title=f"Data sheet {product.mpn}", language="en")
    keep(document, _upload(pdf_of(sheet(product)), f"{product.sku}.pdf", DOCUMENT_KINDS, DOCUMENT_BYTES), files)
    document.save()


def _upload(content: bytes, name: str, kinds: tuple[Kind, ...], most_bytes: int) -> Upload:
    file = ContentFile(content, name)
    return Upload(file, checked(file, kinds=kinds, most_bytes=most_bytes))


def carton(product: Product) -> bytes:
    """A carton with the maker's label on its front, as a PNG."""
    image = Image.new("RGB", (1000, 700), "white")
    pen = ImageDraw.Draw(image)
    pen.polygon([(120, 240), (700, 240), (860, 120), (290, 120)], fill=TOP, outline=INK)
    pen.polygon([(700, 240), (860, 120), (860, 470), (700, 620)], fill=SIDE, outline=INK)
    pen.rectangle([(120, 240), (700, 620)], fill=BOARD, outline=INK)
    pen.polygon([(380, 240), (440, 240), (608, 120), (549, 120)], fill=SIDE)
    pen.rectangle([(170, 330), (560, 570)], fill=LABEL, outline=INK)
    pen.text((195, 350), product.manufacturer.name[:18], fill=INK, font=ImageFont.load_default(44))
    pen.text((195, 412), product.mpn[:24], fill=INK, font=ImageFont.load_default(26))
    place = 195.0
    for stripe in range(STRIPES):
        width = 2 + 4 * chance(f"stripe {stripe}", product.sku)
        pen.rectangle([(place, 465), (place + width, 545)], fill=INK)
        place += width + 2 + 2 * chance(f"gap {stripe}", product.sku)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def sheet(product: Product) -> str:
    """A page with the facts of a product."""
    facts = [("Part number", product.mpn), ("SKU", product.sku), *attributes_in_words(product)]
    return format_html(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<link rel="stylesheet" href="static:css/document.css"></head><body><h1>{title}</h1><p>{maker}</p>'
        "<table><tbody>{rows}</tbody></table><p>{note}</p></body></html>",
        title=product.name,
        maker=product.manufacturer.name,
        rows=format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', facts),
        note="Made for the demonstration.",
    )
