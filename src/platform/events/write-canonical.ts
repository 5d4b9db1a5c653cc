/** Thrown for what is no plain value: whoever meets it leaves the whole to a library that knows every case. */
class NotPlain extends Error {}

// What stands deeper may be a circle.
const DEEPEST = 40
// What JSON writes otherwise than it is, and halves of characters, which have no canonical text.
// eslint-disable-next-line no-control-regex -- control characters are what JSON escapes
const TO_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/**
 * The canonical text (RFC 8785) of a plain value: texts, finite numbers, truth values, null, lists and records of these. Undefined for
 * anything else. An import writes one for each of some hundred thousand events.
 */
export function writeCanonical(value: unknown): string | undefined {
	try {
		return written(value, 0)
	} catch (error) {
		if (error instanceof NotPlain) return undefined
		throw error
	}
}

function written(value: unknown, depth: number): string {
	switch (typeof value) {
		case 'string':
			return quoted(value)
		case 'boolean':
			return value ? 'true' : 'false'
		case 'number':
			if (Number.isFinite(value)) return JSON.stringify(value)
			throw new NotPlain()
		case 'object':
			if (value === null) return 'null'
			if (depth > DEEPEST) throw new NotPlain()
			return Array.isArray(value) ? list(value, depth + 1) : record(value, depth + 1)
		default:
			throw new NotPlain()
	}
}

function quoted(text: string): string {
	if (!TO_ESCAPE.test(text)) return `"${text}"`
	if (text.isWellFormed()) return JSON.stringify(text)
	throw new NotPlain()
}

function list(values: readonly unknown[], depth: number): string {
	let text = '['
	for (const value of values) {
		if (text.length > 1) text += ','
		text += written(value, depth)
	}
	return text + ']'
}

const isPlain = (value: object): value is Readonly<Record<string, unknown>> => {
	const form: unknown = Object.getPrototypeOf(value)
	return (form === Object.prototype || form === null) && !('toJSON' in value)
}

function record(value: object, depth: number): string {
	if (!isPlain(value)) throw new NotPlain()
	let text = '{'
	for (const key of inOrder(Object.keys(value))) {
		const member = value[key]
		if (member === undefined) continue
		if (text.length > 1) text += ','
		text += quoted(key) + ':' + written(member, depth)
	}
	return text + '}'
}

// By units of UTF-16, as JavaScript compares texts; many records stand so already.
function inOrder(keys: string[]): readonly string[] {
	let last = ''
	for (const key of keys) {
		if (key < last) return keys.sort()
		last = key
	}
	return keys
}
