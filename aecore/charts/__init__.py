"""Plotly figures and films; nothing here knows a screen."""
