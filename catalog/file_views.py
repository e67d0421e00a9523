"""Files of products: pictures for everybody to see, documents to be saved by whoever may (CAT-2)."""

from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog.models import ProductDocument
from catalog.models.file import PICTURES
from common.access import public
from common.downloads import stored

# A name is used once, for one picture: whoever has it need not ask again.
PICTURE_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=31536000, immutable"}


@public
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture by its name, without a look into the database. Raises Http404."""
    try:
        content = default_storage.open(f"{PICTURES}/{name}")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(content, content_type="image/webp", headers=PICTURE_HEADERS)


@public
@require_safe
def document(request: HttpRequest, sku: str, pk: int) -> HttpResponseBase:
    """A document of a product; visitors are asked to sign in for what is for members alone."""
    found = get_object_or_404(ProductDocument.objects.filter(product__sku=sku, product__listing__isnull=False), pk=pk)
    if found.is_for_members and getattr(request, "member", None) is None:
        return redirect_to_login(request.get_full_path())
    return stored(found.file, found.file_name, "application/pdf")
