"""The second factor of the demonstration's staff: an app whose codes the sign-in page shows (ACC-8)."""

import hashlib
from datetime import datetime

from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User


def give_app(user: User) -> None:
    """Set up the app of a made person, once."""
    key = hashlib.sha1(f"demonstration:{user.email}".encode(), usedforsecurity=False).hexdigest()
    TOTPDevice.objects.get_or_create(user=user, defaults={"name": "App", "key": key})


def current_code(email: str, *, now: datetime) -> str:
    """What their app shows now, or next where that was used already; empty where they have none."""
    device = TOTPDevice.objects.filter(user__email=email, confirmed=True).first()
    if device is None:
        return ""
    step = max(int(now.timestamp()) // device.step, device.last_t + 1)
    return f"{hotp(device.bin_key, step):06d}"
