from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from catalog import unpriced  # noqa: PLC0415 - there are no models before

        user_logged_in.connect(unpriced.look_at_sign_in, dispatch_uid="catalog.unpriced")
