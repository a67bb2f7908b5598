{
    "name": "Test Community (all addons)",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "summary": "Access matrix, leaks and stories across the community addons; for tests only",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "depends": ["community_mediation", "community_party"],
}
