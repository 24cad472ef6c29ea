"""The roles of the house: Django groups and what each may do. `setup` writes them; a manager may change them after."""

from django.contrib.auth.models import Group, Permission

ROLES = {
    "Box office": ["boxoffice.stand_at_counter", "events.view_booking"],
    "Programme": ["boxoffice.stand_at_programme", "boxoffice.stand_at_reports", "events.view_booking",
                  "events.sell_held_places"],
    "Traders": ["boxoffice.stand_at_portal"],
    "Market officers": ["boxoffice.stand_at_market", "boxoffice.act_for_traders", "boxoffice.decide_market",
                        "events.view_booking"],
    "Finance": ["boxoffice.stand_at_finance", "boxoffice.stand_at_reports", "events.view_booking",
                "invoicing.view_invoice", "invoicing.add_invoice", "invoicing.decide_approval",
                "invoicing.set_letterhead"],
    "Door": ["boxoffice.stand_at_door"],
    "Managers": ["boxoffice.stand_at_counter", "boxoffice.stand_at_programme", "boxoffice.stand_at_market",
                 "boxoffice.stand_at_finance", "boxoffice.stand_at_reports", "boxoffice.stand_at_door",
                 "boxoffice.act_for_traders", "boxoffice.decide_market", "boxoffice.authorise_at_counter",
                 "events.view_booking", "events.sell_held_places", "invoicing.view_invoice", "invoicing.add_invoice",
                 "invoicing.decide_approval", "invoicing.set_letterhead"],
    "Machines": ["events.view_booking", "boxoffice.stand_at_counter", "boxoffice.stand_at_door",
                 "boxoffice.stand_at_finance", "invoicing.view_invoice"],
}  # fmt: skip


def write_roles():
    """Make the groups that are not there yet, and hand out permissions that are new and nobody has."""
    by_name = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    held = Permission.objects.filter(group__isnull=False).distinct()
    unheard_of = by_name.keys() - {f"{p.content_type.app_label}.{p.codename}" for p in held}
    for role, permissions in ROLES.items():
        group, made = Group.objects.get_or_create(name=role)
        group.permissions.add(*(by_name[name] for name in permissions if made or name in unheard_of))
