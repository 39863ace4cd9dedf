"""The departments app: floor 1."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Departments, people and access, duties, tasks, meetings, activities, history."""

    name = "departments"
    verbose_name = _("Departments and people")

    def ready(self) -> None:
        """Register what departments have to be reminded of, and what they did in public; begin the audit."""
        from departments import integrity, news, reminders, search
        from departments.activities.news import NEWS
        from departments.audit import feed, sign_ins, triggers
        from departments.checks import CHECKS
        from departments.searches import SEARCHES
        from departments.second_factor import actions as second_factor
        from departments.task_reminders import notice_dues, task_dues

        news.register(NEWS)
        search.register(SEARCHES)
        reminders.register(task_dues)
        reminders.register(notice_dues)
        feed.connect()
        sign_ins.connect()
        second_factor.connect()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit")
        integrity.register(CHECKS)
