// The store of field capture in this browser. In clear stand only: a device's identifier, the name it was given, the key of its
// workspace, its lock, and of each thing that is kept its random name and its kind.
import { makeLock, open, openBytes, openLock, seal, sealBytes, waitAfter } from './seal.js'

const NAME = 'pitso-capture'
const FORMAT = 1

const done = (asked) =>
	new Promise((resolve, reject) => {
		asked.onsuccess = () => resolve(asked.result)
		asked.onerror = () => reject(asked.error)
	})

let opened
const database = () =>
	(opened ??= (() => {
		const asked = indexedDB.open(NAME, 1)
		asked.onupgradeneeded = () => {
			asked.result.createObjectStore('vault', { keyPath: 'id' })
			asked.result.createObjectStore('item', { keyPath: 'key' })
		}
		return done(asked).then((found) => {
			// A later release may ask for another store while this page is open.
			found.onversionchange = () => found.close()
			return found
		})
	})())
const store = async (name, mode) => (await database()).transaction(name, mode).objectStore(name)

// A device that is full may take a request and refuse it when it is written down: kept is only what was.
const write = async (name, change) => {
	const { transaction } = change(await store(name, 'readwrite'))
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve()
		transaction.onabort = () => reject(transaction.error)
	})
}

/** True where this browser can keep anything sealed: it offers encryption on secure connections only. */
export const isAble = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks)

/** The devices that were made ready in this browser, as far as they are told while they are locked. */
export const vaults = async () => done((await store('vault', 'readonly')).getAll())
const keepVault = (vault) => write('vault', (vaultStore) => vaultStore.put(vault))

const within = (...parts) => {
	const start = `${parts.join('/')}/`
	return IDBKeyRange.bound(start, `${start}\uffff`)
}

/** How many things of a kind a device keeps, locked or not. */
export const countOf = async (device, kind) => done((await store('item', 'readonly')).count(within(device, kind)))

/** Makes a device ready to keep things, under a passphrase. */
export async function makeVault({ id, name, workspace, passphrase }) {
	const { lock, key } = await makeLock(passphrase)
	await keepVault({ id, name, workspace, lock, tries: 0, until: 0, format: FORMAT })
	return unlocked(id, key)
}

/** Opens a device by its passphrase: what it keeps, or for how many seconds nothing more is tried. */
export async function unlock(id, passphrase) {
	const vault = await done((await store('vault', 'readonly')).get(id))
	if (!vault) return { wait: 0 }
	const left = Math.ceil((vault.until - Date.now()) / 1_000)
	if (left > 0) return { wait: left, isEarly: true }
	// Counted before it is tried: whoever closes the page in between has tried nonetheless.
	const tries = vault.tries + 1
	const wait = waitAfter(tries)
	await keepVault({ ...vault, tries, until: Date.now() + wait * 1_000 })
	const key = await openLock(passphrase, vault.lock)
	if (!key) return { wait }
	await keepVault({ ...vault, tries: 0, until: 0 })
	return { kept: unlocked(id, key) }
}

/** Takes everything away that a device keeps, and the device itself: without its lock nothing of it can be opened again. */
export async function erase(id) {
	await write('vault', (vaultStore) => vaultStore.delete(id))
	await write('item', (items) => items.delete(IDBKeyRange.bound(`${id}/`, `${id}/\uffff`)))
}

/** What an opened device keeps, by kind and random name. */
function unlocked(device, key) {
	const placeOf = (kind, id) => [device, kind, id].join('/')
	const row = async (kind, id) => done((await store('item', 'readonly')).get(placeOf(kind, id)))
	return {
		device,
		async all(kind) {
			const rows = await done((await store('item', 'readonly')).getAll(within(device, kind)))
			return Promise.all(rows.map((one) => open(key, one.key, one)))
		},
		async get(kind, id) {
			const found = await row(kind, id)
			return found && open(key, found.key, found)
		},
		async put(kind, value) {
			const place = placeOf(kind, value.id)
			const sealed = await seal(key, place, value)
			await write('item', (items) => items.put({ key: place, ...sealed }))
		},
		async putBytes(kind, id, bytes) {
			const place = placeOf(kind, id)
			const sealed = await sealBytes(key, place, bytes)
			await write('item', (items) => items.put({ key: place, ...sealed }))
		},
		async bytes(kind, id) {
			const found = await row(kind, id)
			return found && openBytes(key, found.key, found)
		},
		async remove(kind, id) {
			await write('item', (items) => items.delete(placeOf(kind, id)))
		}
	}
}
