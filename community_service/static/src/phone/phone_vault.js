// What a phone keeps in its own database. The service worker gets this very text without the word
// "export", so it imports nothing.

const STORES = ["keys", "outbox", "drafts", "day"];
const OPENING = 4000;

/** The browser's own database; one transaction for each call. */
export class BrowserShelf {
    constructor(name = "community_service") {
        this.name = name;
    }

    open() {
        this.opening ??= new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => {
                for (const store of STORES) {
                    request.result.createObjectStore(store);
                }
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
            setTimeout(() => reject(new Error("The phone's storage does not open.")), OPENING);
        }).catch((error) => {
            this.opening = null;
            throw error;
        });
        return this.opening;
    }

    /** Run one transaction; resolves when its changes are on the phone. */
    async run(store, mode, work) {
        const base = await this.open();
        return new Promise((resolve, reject) => {
            const transaction = base.transaction(store, mode);
            const request = work(transaction.objectStore(store));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onerror = transaction.onabort = () => reject(transaction.error);
        });
    }

    get(store, id) {
        return this.run(store, "readonly", (rows) => rows.get(id));
    }

    all(store) {
        return this.run(store, "readonly", (rows) => rows.getAll());
    }

    put(store, id, row) {
        return this.run(store, "readwrite", (rows) => rows.put(row, id));
    }

    delete(store, id) {
        return this.run(store, "readwrite", (rows) => rows.delete(id));
    }

    clear(store) {
        return this.run(store, "readwrite", (rows) => rows.clear());
    }

    /** Put a row unless there is one; returns what stands there then. */
    async first(store, id, row) {
        await this.run(store, "readwrite", (rows) => {
            const request = rows.get(id);
            request.onsuccess = () => request.result || rows.put(row, id);
            return request;
        });
        return this.get(store, id);
    }

    /** Let one tab at a time do something; without locks each tab keeps its own order. */
    lock(name, work) {
        if (navigator.locks) {
            return navigator.locks.request(name, work);
        }
        this.turn = (this.turn || Promise.resolve()).then(work, work);
        return this.turn;
    }
}

/** Seals with a key that leaves this browser's database for nobody, our own code included. */
export class BrowserSeal {
    constructor(shelf) {
        this.shelf = shelf;
        this.keys = {};
    }

    get isSafe() {
        return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
    }

    async key(store) {
        this.keys[store] ??= (async () => {
            const known = await this.shelf.get("keys", store);
            if (known) {
                return known;
            }
            const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
                "encrypt",
                "decrypt",
            ]);
            return this.shelf.first("keys", store, fresh);
        })();
        return this.keys[store];
    }

    async close(store, value) {
        if (!this.isSafe) {
            return { plain: value };
        }
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(value));
        const sealed = await crypto.subtle.encrypt(
            { name: "AES-GCM", iv },
            await this.key(store),
            text
        );
        return { iv, sealed };
    }

    async open(store, row) {
        if (!row.sealed) {
            return row.plain;
        }
        const text = await crypto.subtle.decrypt(
            { name: "AES-GCM", iv: row.iv },
            await this.key(store),
            row.sealed
        );
        return JSON.parse(new TextDecoder().decode(text));
    }
}

let serial = 0;

/** Rows of a person: what is not sent yet, what is being typed, and the day. */
export class Vault {
    constructor(shelf = new BrowserShelf(), seal = new BrowserSeal(shelf)) {
        this.shelf = shelf;
        this.seal = seal;
    }

    /** People's data is kept only where it can be sealed. */
    get isSafe() {
        return this.seal.isSafe;
    }

    async put(store, owner, name, value, more = {}) {
        const body = await this.seal.close(store, value);
        const order = [Date.now(), (serial += 1)];
        await this.shelf.put(store, `${owner}:${name}`, { owner, name, order, ...more, ...body });
    }

    /** Return a value, or undefined; a row that cannot be opened any more is none. */
    async get(store, owner, name) {
        const row = await this.shelf.get(store, `${owner}:${name}`);
        return row && this.seal.open(store, row).catch(() => undefined);
    }

    /** Return a person's values in the order in which they came. */
    async all(store, owner) {
        const rows = (await this.shelf.all(store)).filter((row) => row.owner === owner);
        rows.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
        const values = await Promise.all(
            rows.map((row) => this.seal.open(store, row).catch(() => undefined))
        );
        return values.filter((value) => value !== undefined);
    }

    delete(store, owner, name) {
        return this.shelf.delete(store, `${owner}:${name}`);
    }

    lock(name, work) {
        return this.shelf.lock(name, work);
    }

    /** Forget the day of everybody but this person, and what has run out; nothing unsent. */
    async purgeDay(owner = "") {
        for (const row of await this.shelf.all("day")) {
            if (row.owner !== owner || !(row.until > Date.now())) {
                await this.delete("day", row.owner, row.name);
            }
        }
    }
}
