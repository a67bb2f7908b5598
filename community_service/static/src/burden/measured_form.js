import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

const FORM = "community.form";
const FILLING = "community.form.filling";

/**
 * From the opening of a form of ours to its save. Forms of other apps are left alone: no more than
 * the name of their model is looked at.
 */
patch(FormController.prototype, {
    onWillLoadRoot() {
        super.onWillLoadRoot(...arguments);
        // Each record begins anew: the next one, or another one of the list.
        this.seconds = this.env.services.community_burden?.begin();
    },

    async onWillSaveRecord(record) {
        this.isFirstSave = record === this.model.root && record.isNew;
        return super.onWillSaveRecord(...arguments);
    },

    async onRecordSaved() {
        const { community_burden: burden } = this.env.services;
        const { resModel } = this.props;
        if (this.isFirstSave && burden?.isEntry(resModel)) {
            burden.send("entry", this.seconds(), resModel);
        }
        this.isFirstSave = false;
        return super.onRecordSaved(...arguments);
    },

    async afterExecuteActionButton(clickParams) {
        const { resModel } = this.props;
        if (resModel === FORM && clickParams.name === "action_fill") {
            const { action, community_burden: burden } = this.env.services;
            // Where it was refused, the filled form has not opened.
            if (action.currentController?.action.res_model === FILLING) {
                burden.send("filling", this.seconds(), this.model.root.resId);
            }
        }
        return super.afterExecuteActionButton(...arguments);
    },
});
