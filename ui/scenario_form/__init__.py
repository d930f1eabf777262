"""The form of a what-if: changes are added, listed in words, and solved only when asked."""

from ui.scenario_form.editor import scenario_editor as scenario_editor
