"""Whole years of which one may not know how many."""

from odoo import fields


class Age(fields.Integer):
    """Age in whole years. Without a day of birth it is ``None``, and empty wherever it is shown.

    A plain integer cannot be empty: nobody knows the age, and lists, papers and files say 0.
    """

    falsy_value = None
    # The sum of ages says nothing.
    aggregator = None

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record, validate)

    def convert_to_cache(self, value, record, validate=True):
        return None if value is None or value is False else int(value)

    def convert_to_record(self, value, record):
        return value

    def convert_to_read(self, value, record, use_display_name=True):
        # What is empty is False for clients, and there is no None in XML-RPC.
        return False if value is None else value

    def convert_to_write(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is None or value is False else value
