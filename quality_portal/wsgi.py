"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quality_portal.settings")

application = get_wsgi_application()

from departments.jobs.embedded import resume  # noqa: E402 - needs the apps, which the application loads

resume()
