"""The product for a WSGI server: granian boxoffice.wsgi:application --interface wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
application = get_wsgi_application()
