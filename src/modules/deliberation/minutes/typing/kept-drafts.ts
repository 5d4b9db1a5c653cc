import type { Kept } from './session.ts'

/**
 * What was typed and not sent, in the browser's own store: encrypted with a key that no script can read out, under the person and
 * seat that typed it. Signing out takes the whole store away (static/offline.js).
 */

const NAME = 'pitso-minutes'

type Row = { id: string; owner: string; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }

const done = <T>(asked: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		asked.onsuccess = () => resolve(asked.result)
		asked.onerror = () => reject(asked.error ?? new Error('no store'))
	})

function open(): Promise<IDBDatabase> {
	const asked = indexedDB.open(NAME, 1)
	asked.onupgradeneeded = () => {
		asked.result.createObjectStore('key')
		asked.result.createObjectStore('draft', { keyPath: 'id' })
	}
	return done(asked)
}

async function theKey(database: IDBDatabase): Promise<CryptoKey> {
	const known: unknown = await done(database.transaction('key', 'readonly').objectStore('key').get('key'))
	if (known instanceof CryptoKey) return known
	const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
	try {
		await done(database.transaction('key', 'readwrite').objectStore('key').add(made, 'key'))
		return made
	} catch {
		// Another page of ours was quicker.
		const theirs: unknown = await done(database.transaction('key', 'readonly').objectStore('key').get('key'))
		if (theirs instanceof CryptoKey) return theirs
		throw new Error('no key')
	}
}

/** Nothing is kept where the browser offers no encryption, or for nobody. */
export const keepsNothing: Kept = {
	put: () => Promise.resolve(),
	remove: () => Promise.resolve(),
	all: () => Promise.resolve([])
}

const hex = (bytes: ArrayBuffer) =>
	[...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** The store of one meeting's minutes, for one person and seat; null where this browser cannot keep anything. */
export async function openKept(owner: string, address: string, items: readonly string[]): Promise<Kept | null> {
	// Without a secure connection a browser offers no encryption.
	if (!isSecureContext) return null
	let database: IDBDatabase
	try {
		database = await open()
	} catch {
		return null
	}
	// Whoever signs out in another window takes the store away.
	database.onversionchange = () => database.close()
	// What stands in the store tells nobody which meeting it is of.
	const ids = new Map<string, string>()
	for (const item of items)
		ids.set(item, hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${owner}\n${address}\n${item}`))))
	const store = (mode: IDBTransactionMode) => database.transaction('draft', mode).objectStore('draft')
	const idOf = (item: string) => ids.get(item) ?? item
	return {
		async put(item, update) {
			const iv = crypto.getRandomValues(new Uint8Array(12))
			const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await theKey(database), new Uint8Array(update))
			const row: Row = { id: idOf(item), owner, iv, data }
			await done(store('readwrite').put(row))
		},
		async remove(item) {
			await done(store('readwrite').delete(idOf(item)))
		},
		async all() {
			const found: { item: string; update: Uint8Array }[] = []
			for (const item of items) {
				const row: unknown = await done(store('readonly').get(idOf(item)))
				const update = row ? await read(database, row) : null
				if (update) found.push({ item, update })
			}
			return found
		}
	}
}

const isRow = (row: unknown): row is Row =>
	typeof row === 'object' &&
	row !== null &&
	'iv' in row &&
	row.iv instanceof Uint8Array &&
	'data' in row &&
	row.data instanceof ArrayBuffer

async function read(database: IDBDatabase, row: unknown): Promise<Uint8Array | null> {
	if (!isRow(row)) return null
	try {
		return new Uint8Array(
			await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, await theKey(database), row.data)
		)
	} catch {
		// Its key is gone, and with it what it says.
		return null
	}
}
