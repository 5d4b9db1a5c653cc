import { invalid, type Issue } from './refusal.ts'

const DEPTH_MOST = 20
const VALUES_MOST = 200_000

type Path = readonly (string | number)[]

// The database takes no NUL, UTF-8 no half of a surrogate pair, JSON no infinite number (`1e999` is read as one).
function whyUnsound(value: unknown, depth: number) {
	if (typeof value === 'string')
		return value.includes('\0') || !value.isWellFormed() ? 'platform.field.control-character' : null
	if (typeof value === 'number') return Number.isFinite(value) ? null : 'platform.field.endless-number'
	return typeof value === 'object' && value !== null && depth >= DEPTH_MOST ? 'platform.field.too-deep' : null
}

/**
 * Refuses an input read from outside that nothing behind could take, whatever its schema says: text that cannot be stored,
 * numbers without end, lists nested so deep or so many that walking them would break. Walks without recursion itself.
 */
export function refuseUnsound(input: unknown): void {
	const waiting: { value: unknown; path: Path }[] = [{ value: input, path: [] }]
	const refuse = (path: Path, code: string): never => {
		const issue: Issue = { path: path.slice(0, DEPTH_MOST), code }
		throw invalid([issue])
	}
	for (let next = waiting.pop(), seen = 0; next; next = waiting.pop(), seen++) {
		const { value, path } = next
		const code = whyUnsound(value, path.length)
		if (code !== null) refuse(path, code)
		if (seen + waiting.length > VALUES_MOST) refuse([], 'platform.field.too-many')
		if (Array.isArray(value))
			for (const [index, one] of value.entries()) waiting.push({ value: one, path: [...path, index] })
		else if (typeof value === 'object' && value !== null)
			for (const [name, one] of Object.entries(value)) {
				if (whyUnsound(name, 0) !== null) refuse(path, 'platform.field.control-character')
				waiting.push({ value: one, path: [...path, name] })
			}
	}
}
