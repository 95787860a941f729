"""Meetings to calendar objects and mail, and back. The only package that imports icalendar."""
