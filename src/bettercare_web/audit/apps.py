"""The audit trail as a part of the service."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bettercare_web.audit"
    label = "audit"
