from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import entering  # noqa: PLC0415 - there are no models before

        user_logged_in.connect(entering.note_sign_in, dispatch_uid="accounts.entering")
