"""Measures: figures that were counted elsewhere, beside the plan that they are to meet."""
