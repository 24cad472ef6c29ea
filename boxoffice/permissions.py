"""What somebody may do, read in one statement: it is asked at every single request of the staff."""

from django.contrib.auth.backends import ModelBackend

from events.models.statements import ask

GRANTED = """
    SELECT app_label, codename FROM auth_permission JOIN django_content_type ON django_content_type.id = content_type_id
    WHERE auth_permission.id IN (
        SELECT permission_id FROM auth_group_permissions
        JOIN boxoffice_user_groups ON boxoffice_user_groups.group_id = auth_group_permissions.group_id
        WHERE user_id = %s
        UNION ALL SELECT permission_id FROM boxoffice_user_user_permissions WHERE user_id = %s)
"""


class RoleBackend(ModelBackend):
    """Django's own, but that a person's permissions and those of their roles are one question and not two."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in ask(GRANTED, [user_obj.pk] * 2)}
        return user_obj._perm_cache
