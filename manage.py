#!/usr/bin/env python
"""Django's command line; starts the embedded servers for its duration where none are configured."""

import os
import sys

from django.core.management import execute_from_command_line

from portal import embedded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    if embedded.needed() and not os.environ["DJANGO_SETTINGS_MODULE"].endswith(".production"):
        with embedded.embedded_servers() as servers:
            os.environ.update(servers.environment())
            execute_from_command_line(sys.argv)
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
