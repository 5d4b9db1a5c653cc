import pg from 'pg'

export type UnavailableCode = 'database-lost' | 'disk-full'

/** The database cannot do its work now, and will again without anybody changing Pitso: every face tells it as status 503. */
export class Unavailable extends Error {
	readonly code: UnavailableCode

	constructor(code: UnavailableCode, cause: unknown) {
		super(`the database does not serve now: ${code}`, { cause })
		this.name = 'Unavailable'
		this.code = code
	}
}

/** Seconds after which asking again is likely to be answered. */
export const RETRY_AFTER: Readonly<Record<UnavailableCode, number>> = { 'database-lost': 5, 'disk-full': 300 }

// PostgreSQL's classes and codes: 08 connection, 57P01 to 57P03 shutting down, crashed, starting up, 53300 too many connections.
const LOST = /^(08...|57P0[1-5]|53300)$/
const FULL = '53100'
const NO_SPACE = /No space left on device/
const CONNECTION_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED'])
// What the driver and its pool say without a code.
const DRIVER_SAYS =
	/^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Client has already been|Cannot use a pool)/

// Of the file store: the disk, or what a user may take of it.
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])

/** Why an error means that the installation does not serve now; undefined where it means something else. */
export function whyUnavailable(error: unknown): UnavailableCode | undefined {
	if (error instanceof Unavailable) return error.code
	if (error instanceof pg.DatabaseError) {
		const code = error.code ?? ''
		if (code === FULL || NO_SPACE.test(error.message)) return 'disk-full'
		return LOST.test(code) ? 'database-lost' : undefined
	}
	if (!(error instanceof Error)) return undefined
	const code = 'code' in error ? String(error.code) : ''
	if (NO_ROOM.has(code)) return 'disk-full'
	if (CONNECTION_CODES.has(code) || DRIVER_SAYS.test(error.message)) return 'database-lost'
	// The folder of the socket, or the socket in it, is gone.
	return code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect' ? 'database-lost' : undefined
}

/** The error itself, or that the database is unavailable where it means that. */
export function unavailable(error: unknown): unknown {
	const code = error instanceof Unavailable ? undefined : whyUnavailable(error)
	return code === undefined ? error : new Unavailable(code, error)
}
