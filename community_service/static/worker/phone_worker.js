// Text of ours in Odoo's service worker: it comes first and answers for My Day and its doors; for
// everything else Odoo's own goes on. "Vault" is in front of it: controllers/webmanifest.py.

/* global Vault */
const vault = new Vault();
const CACHE = "community-day";
const LIMIT = 4000;
const HOUR = 3600000;
const OURS = /^\/odoo(\/my-day(\/.*)?|\/.*at-the-door)?\/?$/;
const NETWORK_FIRST = ["/web/webclient/load_menus", "/web/webclient/translations"];
const HOME = "/odoo/my-day";

/** Fetch, but not for longer than a person waits. */
function fetchInTime(request) {
    const gone = new AbortController();
    const timer = setTimeout(() => gone.abort(), LIMIT);
    return fetch(request, { signal: gone.signal }).finally(() => clearTimeout(timer));
}

/** Take My Day's page and what it is made of along; only for whom the server allows hours. */
async function keepPage(owner, hours) {
    const response = await fetch(HOME, { credentials: "same-origin" });
    if (!response.ok || response.redirected) {
        return;
    }
    const text = await response.text();
    if (!/"community_offline_hours": ?[1-9]/.test(text)) {
        return;
    }
    const cache = await caches.open(CACHE);
    const named = [...text.matchAll(/(?:src|href)="(\/web\/assets\/[^"]+)"/g)].map((m) => m[1]);
    for (const url of named) {
        if (!(await cache.match(url))) {
            await cache.add(url);
        }
    }
    const until = Date.now() + hours * HOUR;
    await vault.put("day", owner, "page", text, { until });
    for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url);
        if (pathname.startsWith("/web/assets/") && text.includes("/web/assets/")) {
            // What an earlier version of the page needed goes once the new page stands.
            const isCurrent = named.some((url) => new URL(url, self.origin).pathname === pathname);
            const isLazy = !/web\.assets_(web|backend)/.test(pathname);
            if (!isCurrent && !isLazy) {
                await cache.delete(request);
            }
        }
    }
}

async function keptPage() {
    for (const row of await vault.shelf.all("day")) {
        if (row.name === "page" && row.until > Date.now()) {
            return vault.seal.open("day", row).catch(() => null);
        }
    }
    return null;
}

async function page(request) {
    try {
        return await fetchInTime(request);
    } catch (error) {
        const text = await keptPage();
        if (!text) {
            throw error;
        }
        // The first screen of a user is an action that only the server knows; My Day is ours.
        if (/^\/odoo\/?$/.test(new URL(request.url).pathname)) {
            return Response.redirect(HOME);
        }
        return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    }
}

/** The page, or what Odoo shows without a signal. */
async function pageOrOffline(request) {
    try {
        return await page(request);
    } catch (error) {
        const offline = await caches.match("/odoo/offline");
        if (offline) {
            return offline;
        }
        throw error;
    }
}

async function asset(request) {
    const cache = await caches.open(CACHE);
    const known = await cache.match(request, { ignoreVary: true });
    if (known) {
        return known;
    }
    const response = await fetch(request);
    if (response.ok) {
        await cache.put(request, response.clone());
    }
    return response;
}

async function networkFirst(request) {
    const cache = await caches.open(CACHE);
    const name = new URL(request.url).pathname;
    try {
        const response = await fetchInTime(request);
        if (response.ok) {
            await cache.put(name, response.clone());
        }
        return response;
    } catch (error) {
        const known = await cache.match(name);
        if (known) {
            return known;
        }
        throw error;
    }
}

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    let answer = null;
    if (request.method !== "GET" || url.origin !== self.origin || url.searchParams.has("debug")) {
        return;
    }
    if (request.mode === "navigate" && OURS.test(url.pathname)) {
        answer = pageOrOffline(request);
    } else if (url.pathname.startsWith("/web/assets/")) {
        answer = url.pathname.includes("/debug/") ? null : asset(request);
    } else if (NETWORK_FIRST.some((path) => url.pathname.startsWith(path))) {
        answer = networkFirst(request);
    } else if (/\/static\/.*\.(woff2?|ttf)$/.test(url.pathname)) {
        answer = asset(request);
    }
    if (answer) {
        event.respondWith(answer);
        // Odoo's listener comes after this one and would answer a second time.
        event.stopImmediatePropagation();
    }
});

self.addEventListener("message", (event) => {
    if (event.data === "user_logout") {
        event.waitUntil(vault.shelf.clear("day"));
    } else if (event.data?.community === "keep") {
        event.waitUntil(keepPage(event.data.owner, event.data.hours).catch(() => {}));
    }
});
