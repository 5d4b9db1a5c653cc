import pg from 'pg'

/**
 * Stands in a statement whose best plan hangs on its values (a list by any filter, order and page): the engine plans it each
 * time. All others are planned once a connection.
 */
export const PLANNED_EACH_TIME = '/* planned each time */'

// Every kept plan takes memory in every connection; the product asks some three hundred different statements.
const NAMES_MOST = 500
// A statement with more values was put together for its occasion and seldom comes again in the same form.
const VALUES_MOST = 24
const names = new Map<string, string>()

/** The name under which a connection keeps the plan of a statement; undefined for one that is planned each time. */
export function planName(text: string, values: readonly unknown[]): string | undefined {
	const known = names.get(text)
	if (known !== undefined) return known
	const isKept =
		names.size < NAMES_MOST &&
		values.length > 0 &&
		values.length <= VALUES_MOST &&
		/^\s*(?:select|with)\b/i.test(text) &&
		!text.includes(PLANNED_EACH_TIME)
	if (!isKept) return undefined
	const name = `p${String(names.size + 1)}`
	names.set(text, name)
	return name
}

/**
 * A connection that keeps the plans of the statements it is asked again and again. Row level security adds its conditions to
 * every statement, so that planning one costs more than running it.
 */
export class PlannedClient extends pg.Client {
	// The driver has nine forms of this method; all but the one the query builder uses pass as they are.
	override query(...given: unknown[]) {
		// What is asked in one turn of the loop leaves in one piece: each piece wakes the engine by itself.
		const { stream } = this.connection
		stream.cork()
		process.nextTick(() => stream.uncork())
		const [text, values] = given
		const name = typeof text === 'string' && Array.isArray(values) ? planName(text, values) : undefined
		const asked = name === undefined ? given : [{ name, text, values }, ...given.slice(2)]
		// eslint-disable-next-line @typescript-eslint/no-unsafe-return -- the driver's own answer, of whatever form was asked
		return Reflect.apply(pg.Client.prototype.query, this, asked)
	}
}
