import { ListRenderer } from "@web/views/list/list_renderer";
import { patch } from "@web/core/utils/patch";

// Odoo pads a short list to four rows. On our forms an empty row reads as somebody forgotten.
patch(ListRenderer.prototype, {
    get getEmptyRowIds() {
        const isOurs = this.props.list.resModel.startsWith("community.");
        return isOurs && this.isX2Many ? [] : super.getEmptyRowIds;
    },
});
