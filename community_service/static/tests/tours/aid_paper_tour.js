import { registry } from "@web/core/registry";
import { printing } from "@community_service/../tests/tours/paper_steps";

registry.category("web_tour.tours").add("community_aid_paper", {
    steps: () => printing("审核确认表", ["社会救助审核确认表", "张小明"], "不予确认告知书", false),
});
