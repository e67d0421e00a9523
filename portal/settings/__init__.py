"""Settings: `base` is shared; `development`, `test` and `production` are the ones to name in DJANGO_SETTINGS_MODULE."""
