# Items of the catalogue that tell of health, disability or need, whatever their field of work.
CODES = (
    "cert_disability",
    "cert_illness",
    "cert_property",
    "cert_rehabilitation",
    "dibao",
    "disability_card",
    "disability_subsidy",
    "education_aid",
    "extreme_poor",
    "hard_to_place",
    "medical_aid",
    "temporary_aid",
)


def migrate(cr, version):
    """Mark the items that tell of a sensitive category; those of health are worked out.

    The rows that communities made of them bear the same codes.
    """
    # Raw SQL: the mark is new, and nothing is worked out of it.
    cr.execute(
        "UPDATE community_service_item SET is_sensitive = TRUE WHERE code = ANY(%s)", [list(CODES)]
    )
