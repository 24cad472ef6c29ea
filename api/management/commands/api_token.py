"""manage.py api_token EMAIL NAME: issue a token for a machine and print its secret, this once."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from api.models import Token


class Command(BaseCommand):
    """Issues a token."""

    help = "Issues an API token to a user and prints its secret. The secret is shown once and kept nowhere."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name", help="what the token is for, for example: website")

    def handle(self, *args, email, name, **options):
        user = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}. Make the user first.")
        if not 1 <= len(name) <= 80:
            raise CommandError("Give the token a name of 1 to 80 characters.")
        _, secret = Token.objects.issue(user, name)
        self.stdout.write(secret)
