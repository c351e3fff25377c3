"""The command line of the portal: python manage.py COMMAND."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guangqin.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
