// Rules for the JavaScript of the addons: what Odoo's own settings ask for, and what an asset
// bundle needs that no other place does.
const js = require("@eslint/js");

const addonModules = "community_\\w+|base|bus|calendar|mail|portal|spreadsheet\\w*|web|web_\\w+";
const readonly = (names) => Object.fromEntries(names.split(" ").map((name) => [name, "readonly"]));

module.exports = [
    { ignores: ["**/static/lib/", "node_modules/"] },
    js.configs.recommended,
    {
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "arrow-body-style": ["error", "as-needed"],
            curly: ["error", "all"],
            eqeqeq: ["error", "always"],
            "no-duplicate-imports": "error",
            "no-unused-vars": [
                "error",
                { args: "none", caughtErrors: "all", ignoreRestSiblings: true },
            ],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": ["error", { destructuring: "all" }],
        },
    },
    {
        files: ["**/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: readonly(
                "AbortController Blob document Element Event File FormData globalThis HTMLElement " +
                    "luxon odoo URL URLSearchParams window"
            ),
        },
        rules: {
            // A bundle knows Odoo's modules and the files beside it, no package of npm.
            "no-restricted-imports": [
                "error",
                {
                    patterns: [
                        {
                            regex: `^(?!\\.{1,2}/|@odoo/(owl|hoot|hoot-dom|hoot-mock|o-spreadsheet)$|@(${addonModules})/)`,
                            message: "An asset bundle does not hold this module.",
                        },
                    ],
                },
            ],
            // A field with # is out of reach for whoever holds the object through a proxy of Owl.
            "no-restricted-syntax": ["error", "PrivateIdentifier"],
        },
    },
    {
        files: ["**/static/src/**/*.js"],
        rules: {
            "no-console": "error",
            // What tests have to replace is taken from `browser`: these names are no globals above.
            "no-restricted-properties": [
                "error",
                ...["localStorage", "sessionStorage", "setTimeout", "setInterval", "fetch"].flatMap(
                    (property) =>
                        ["window", "globalThis"].map((object) => ({
                            object,
                            property,
                            message: "Take it from @web/core/browser/browser: tests replace it.",
                        }))
                ),
            ],
        },
    },
    {
        // The worker of the phone, and what it shares with the page: neither has Odoo's `browser`.
        files: ["**/static/worker/**/*.js", "**/static/src/phone/phone_vault.js"],
        languageOptions: {
            globals: readonly(
                "caches clearTimeout crypto fetch indexedDB navigator Response self setTimeout " +
                    "TextDecoder TextEncoder"
            ),
        },
    },
    {
        files: ["**/static/tests/**/*.js"],
        languageOptions: {
            globals: readonly("console DataTransfer fetch localStorage sessionStorage setTimeout"),
        },
    },
    {
        files: ["*.cjs"],
        languageOptions: { sourceType: "commonjs", globals: readonly("module require") },
    },
];
