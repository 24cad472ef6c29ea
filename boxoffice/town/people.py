"""Who signs in at the demo town, and the public who book."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.text import slugify

from boxoffice.models import User
from boxoffice.roles import write_roles
from boxoffice.town import names
from events.models import Customer

PASSWORD = "alderbrook-demo-2026"  # noqa: S105  (printed for everybody who starts the demo)
DOMAIN = "alderbrook.example"
CUSTOMERS = 400
MACHINE = f"till-bridge@{DOMAIN}"


@dataclass(frozen=True)
class Person:
    """Somebody who may try the town: who they are, their role, and the page they start on."""

    name: str
    role: str
    group: str
    address: str
    pin: str = ""

    @property
    def email(self):
        return f"{self.login}@{DOMAIN}"

    @property
    def login(self):
        return slugify(self.name.split()[0])


PEOPLE = [
    Person("Sam Reid", "box office", "Box office", "/counter/", pin="4719"),
    Person("Amy Whitlock", "trader, Amy's Cheese", "Traders", "/portal/"),
    Person("Llŷr Morgan", "trader, insurance expired", "Traders", "/portal/"),
    Person("Fay Marsden", "finance", "Finance", "/finance/"),
    Person("Mo Rahman", "market officer", "Market officers", "/market/"),
    Person("Dee Okafor", "door", "Door", "/door/"),
    Person("Pat Brook", "programme", "Programme", "/programme/"),
    Person("Max Holden", "manager", "Managers", "/reports/", pin="8305"),
]


def build_people():
    """Everybody of PEOPLE as {first name in small letters: user}; one hash serves them all. And the till bridge,
    a machine, which signs in with a token only.
    """
    write_roles()
    password = make_password(PASSWORD)
    users = [User(email=person.email, password=password, first_name=first, last_name=last)
             for person in PEOPLE for first, last in [person.name.split()]]  # fmt: skip
    for person, user in zip(PEOPLE, users, strict=True):
        if person.pin:
            user.set_pin(person.pin)
    User.objects.bulk_create(users)
    groups = {group.name: group for group in Group.objects.all()}
    for person, user in zip(PEOPLE, users, strict=True):
        user.groups.add(groups[person.group])
    machine = User.objects.create_user(MACHINE, first_name="Till", last_name="bridge")
    machine.groups.add(groups["Machines"])
    return {person.login: user for person, user in zip(PEOPLE, users, strict=True)}


def build_customers(rnd):
    """The public. A few have no e-mail address, some have access needs."""
    customers = []
    for number in range(CUSTOMERS):
        name = names.full_name(rnd)
        email = "" if rnd.random() < 0.08 else f"{slugify(name).replace('-', '.')}{number}@post.example"
        needs = rnd.choice(names.ACCESS_NEEDS) if rnd.random() < 0.06 else ""
        customers.append(Customer(name=name, email=email, phone=names.telephone(rnd), address=names.address(rnd),
                                  postcode=names.postcode(rnd), access_needs=needs))  # fmt: skip
    return Customer.objects.bulk_create(customers)
