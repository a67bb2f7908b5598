import { registry } from "@web/core/registry";
import { printing } from "@community_service/../tests/tours/paper_steps";

registry.category("web_tour.tours").add("community_mediation_agreement_paper", {
    steps: () =>
        printing("人民调解协议书", ["人民调解协议书", "赔偿粉刷费", "叁仟元整"], "司法确认申请书"),
});
