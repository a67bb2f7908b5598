from odoo.exceptions import UserError


def figures_and_lists(report):
    """Yield ``(line, figure, number)`` of each figure of a report that its reader may open: what it
    says, and how many records its list shows, or what these come to.

    Of a share it is the list of what it is a share of. What nobody recorded says nothing.
    """
    values = {line.indicator_id: line.value for line in report.line_ids}
    for line in report.line_ids.filtered("is_known"):
        indicator = line.indicator_id
        if indicator.measure == "rate":
            indicator = indicator.numerator_id
        if indicator not in values:
            continue
        try:
            action = line.action_open()
        except UserError as error:
            if "confidential file" in str(error):
                continue
            raise
        records = report.env[action["res_model"]].with_context(**action["context"])
        found = records.search(action["domain"])
        number = len(found)
        if indicator.measure == "sum":
            number = sum(found.mapped(indicator.link_path))
        yield line, values[indicator], number
