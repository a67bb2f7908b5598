"""Amounts of dues carry a currency now; the columns were numeric before and stay as they are.

What the chatter tracked of them until now has none: it gets that of its community, so that old and
new amounts of one receipt read alike.
"""

from odoo.tools import SQL

TRACKED = ("community_party_dues_payment", "community_party_dues_entry")


def migrate(cr, version):
    for table in TRACKED:
        # Raw SQL: the rows of the chatter are closed to the ORM's write, and there may be many.
        cr.execute(
            SQL(
                """
                UPDATE mail_tracking_value AS tracked
                   SET currency_id = company.currency_id
                  FROM ir_model_fields AS field, mail_message AS message,
                       %(table)s AS record, res_company AS company
                 WHERE field.id = tracked.field_id
                   AND field.model = %(model)s AND field.name = 'amount'
                   AND message.id = tracked.mail_message_id
                   AND message.model = field.model AND record.id = message.res_id
                   AND company.id = record.company_id
                   AND tracked.currency_id IS NULL
                """,
                table=SQL.identifier(table),
                model=table.replace("_", "."),
            )
        )
