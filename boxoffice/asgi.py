"""The product for an ASGI server. WSGI is the faster of the two (docs); this is for hosts that offer nothing else."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
application = get_asgi_application()
