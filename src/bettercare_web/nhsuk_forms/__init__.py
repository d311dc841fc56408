"""Django forms shown with the components of the NHS.UK design system.

In a view: ``render(request, "...", {"form": form, "refused": form.is_bound and form.errors})``, and
``refused(response)`` from ``areas.doors`` for the status 422. In its template::

    {% from "nhsuk_forms.jinja" import field, fields, mistakes %}
    {{ mistakes(form) }}                        the error summary, with a link to each field
    <form method="post">{{ csrf_input }}
      {{ fields(form) }}                        every field in order, hidden ones too
      {{ field(form.email, width="20") }}       or one; further words go to the NHS.UK macro
    </form>

Which component a field becomes is told by its widget, as ``components`` says. A widget's ``attrs``
may name ``class``, ``prefix``, ``suffix``, ``width`` and ``rows``; the rest become attributes of
the input. A form with ``notes`` (by field name, each ``Note(state, text)``) shows them above the
input, and ``groups`` of a select are drawn as option groups.
"""

from bettercare_web.nhsuk_forms.components import Component, Note, component
from bettercare_web.nhsuk_forms.mistakes import Mistake, mistakes

__all__ = ["Component", "Mistake", "Note", "component", "mistakes"]
