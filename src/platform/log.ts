type Level = 'error' | 'warn' | 'info'
type Fact = string | number | boolean | null | undefined

// What people type or are called by stands in a message between quotes, or looks like an address or a secret. A log is read
// by people who have no seat, so all such goes; what remains is the kind of the error and where it happened.
const PRIVATE: readonly (readonly [RegExp, string])[] = [
	[/[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g, '<address>'],
	[/\b([a-z][a-z0-9+.-]*:\/\/)\S+/gi, '<link>'],
	[/(?<![\w.])(?:\/[^\s/:,;()"']+){2,}/g, '<path>'],
	[/"[^"\n]*"/g, '"…"'],
	[/'[^'\n]*'/g, "'…'"],
	[/“[^”\n]*”/g, '“…”'],
	[/`[^`\n]*`/g, '`…`'],
	[/\?[^\s)]+/g, '?…'],
	[/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<network>'],
	[/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi, '<network>'],
	// A secret, a token, a hash: long and unbroken.
	[/[A-Za-z0-9_+=~-]{24,}/g, '<…>'],
	[/\d{7,}/g, '<…>']
]

const MESSAGE_MOST = 300

/** A text without what may tell of a person or open something. */
export const withoutPrivate = (text: string): string =>
	PRIVATE.reduce((told, [pattern, instead]) => told.replaceAll(pattern, instead), text).slice(0, MESSAGE_MOST)

const FRAME = /^\s*at /
// The folder of the installation may be named after a person, and says nothing.
const ROOT = /(?:file:\/\/)?\/\S*?\/(?=(?:src|build|node_modules|tests)\/)/g

function framesOf(error: Error) {
	return (error.stack ?? '')
		.split('\n')
		.filter((line) => FRAME.test(line))
		.slice(0, 12)
		.map((line) => line.trim().replaceAll(ROOT, ''))
}

const codeOf = (error: Error) =>
	'code' in error && typeof error.code === 'string' ? error.code.slice(0, 60) : undefined

/** An error as a log line may tell it: its kind, its message without anything private, where it was thrown. */
export function toldError(thrown: unknown): { error: string; code?: string; at?: string[]; because?: string } {
	if (!(thrown instanceof Error)) return { error: `thrown ${typeof thrown}` }
	const code = codeOf(thrown)
	return {
		error: `${thrown.name}: ${withoutPrivate(thrown.message)}`,
		...(code === undefined ? {} : { code }),
		at: framesOf(thrown),
		...(thrown.cause instanceof Error ? { because: toldError(thrown.cause).error } : {})
	}
}

/**
 * Writes one line to the log: JSON, with its level and a message of our own words. Facts are counts, codes and references;
 * names, addresses, what stood in an address after its path, and secrets never are. An error is told by `toldError`.
 */
export function logLine(
	level: Level,
	message: string,
	facts: Readonly<Record<string, Fact>> = {},
	thrown?: { error: unknown }
): void {
	const line = JSON.stringify({
		time: new Date().toISOString(),
		level,
		message,
		...facts,
		...(thrown ? toldError(thrown.error) : {})
	})
	process.stderr.write(`${line}\n`)
}
