"""The distributor's staff, signed in as they are at work: with password and second factor (ACC-8)."""

import time
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User


def browser_of_staff(user: User, **browser: Any) -> Client:
    """A browser in which this user has signed in to the admin with everything that it asks for."""
    client = Client(**browser)
    sign_in_with_factor(client, user)
    return client


def sign_in_with_factor(browser: Client, user: User) -> Client:
    """Sign a user in to this browser as if they had typed their password and a code of their app."""
    browser.force_login(user)
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = app_of(user).persistent_id
    session.save()
    return browser


def app_of(user: User) -> TOTPDevice:
    """The authenticator app of a user, who gets one where there is none."""
    device: TOTPDevice = TOTPDevice.objects.get_or_create(user=user, defaults={"name": "App"})[0]
    return device


def code_of(user: User) -> str:
    """What their app shows now; a step later where this code was used already."""
    device = app_of(user)
    step = max(int(time.time()) // device.step, device.last_t + 1)
    return f"{hotp(device.bin_key, step):06d}"
