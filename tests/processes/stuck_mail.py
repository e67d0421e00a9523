"""A mail server that takes a message and then keeps its caller waiting."""

import time
from collections.abc import Sequence

from django.core.mail import EmailMessage

from portal.demo import mailbox


class EmailBackend(mailbox.EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        accepted = super().send_messages(email_messages)
        print("accepted", flush=True)  # noqa: T201 - the test waits for it
        time.sleep(60)
        return accepted
