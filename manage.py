#!/usr/bin/env python
"""Django's command line; starts the embedded servers for its duration where none are configured."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
