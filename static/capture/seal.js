// How field capture keeps what it holds on a device: sealed with a random key, which is itself sealed with the passphrase.

// OWASP's advice for PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet, 2023). Each vault says how many it was made with.
export const ITERATIONS = 600_000
/** The fewest characters of a passphrase. */
export const SHORTEST = 12

const bytesOf = (text) => new TextEncoder().encode(text)
const random = (length) => crypto.getRandomValues(new Uint8Array(length))

async function wrappingKey(passphrase, salt, iterations) {
	const typed = await crypto.subtle.importKey('raw', bytesOf(passphrase.normalize('NFKC')), 'PBKDF2', false, [
		'deriveKey'
	])
	return crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
		typed,
		{ name: 'AES-GCM', length: 256 },
		false,
		['wrapKey', 'unwrapKey']
	)
}

/** A new key, and the lock that a passphrase opens it by. */
export async function makeLock(passphrase, iterations = ITERATIONS) {
	const [salt, iv] = [random(16), random(12)]
	const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
	const wrapping = await wrappingKey(passphrase, salt, iterations)
	const wrapped = await crypto.subtle.wrapKey('raw', key, wrapping, { name: 'AES-GCM', iv })
	const lock = { salt, iterations, iv, wrapped }
	// From here on no script can read it out.
	return { lock, key: await openLock(passphrase, lock) }
}

/** The key behind a lock; null where the passphrase does not open it. */
export async function openLock(passphrase, { salt, iterations, iv, wrapped }) {
	const wrapping = await wrappingKey(passphrase, salt, iterations)
	try {
		return await crypto.subtle.unwrapKey('raw', wrapped, wrapping, { name: 'AES-GCM', iv }, 'AES-GCM', false, [
			'encrypt',
			'decrypt'
		])
	} catch {
		return null
	}
}

/** Bytes sealed for one place: put into another they do not open. */
export async function sealBytes(key, place, bytes) {
	const iv = random(12)
	const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, bytes)
	return { iv, data }
}

export const openBytes = (key, place, { iv, data }) =>
	crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, data)

export const seal = (key, place, value) => sealBytes(key, place, bytesOf(JSON.stringify(value)))
export const open = async (key, place, sealed) =>
	JSON.parse(new TextDecoder().decode(await openBytes(key, place, sealed)))

/** How well a passphrase keeps off somebody who has the device and guesses: `short`, `weak`, `fair` or `strong`. */
export function strengthOf(passphrase) {
	const letters = [...passphrase.normalize('NFKC')]
	if (letters.length < SHORTEST) return 'short'
	const different = new Set(letters.map((letter) => letter.toLowerCase())).size
	const steps = letters.filter(
		(letter, at) => at > 0 && Math.abs(letter.codePointAt(0) - letters[at - 1].codePointAt(0)) <= 1
	)
	if (different < 7 || steps.length > letters.length / 2) return 'weak'
	const words = new Set(
		passphrase
			.toLowerCase()
			.split(/[^\p{L}\p{N}]+/u)
			.filter((word) => word.length > 2)
	).size
	const kinds = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length
	if (words >= 4 || (letters.length >= 16 && kinds >= 3)) return 'strong'
	return words >= 3 || kinds >= 3 ? 'fair' : 'weak'
}

const LONGEST_WAIT = 300

/** For how many seconds nothing is tried after so many wrong passphrases. It slows whoever types; a copy of the store it does not slow. */
export const waitAfter = (tries) => (tries < 1 ? 0 : Math.min(2 ** (tries - 1), LONGEST_WAIT))
