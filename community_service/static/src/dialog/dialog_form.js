import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * A dialog that sends what was typed together with its button. Odoo saves first and runs the button
 * then: what a refusal leaves in the table would be somebody's number, name or income.
 */
export class CommunityDialogController extends FormController {
    async beforeExecuteActionButton(clickParams) {
        if (clickParams.special || clickParams.type !== "object") {
            return super.beforeExecuteActionButton(clickParams);
        }
        const record = this.model.root;
        if (!(await record.checkValidity({ displayNotification: true }))) {
            return false;
        }
        const typed = await record.getChanges();
        this.button = clickParams.name;
        clickParams.name = "save_and_run";
        // The service turns ' into " before it reads the arguments.
        const args = JSON.stringify([typed, this.button]);
        clickParams.args = args.replaceAll("'", "\\u0027");
        return true;
    }

    async afterExecuteActionButton(clickParams) {
        if (this.button) {
            clickParams.name = this.button;
            delete clickParams.args;
            this.button = undefined;
        }
        return super.afterExecuteActionButton(clickParams);
    }
}

registry.category("views").add("community_dialog", {
    ...formView,
    Controller: CommunityDialogController,
});
