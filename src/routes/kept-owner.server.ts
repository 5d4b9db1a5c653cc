import { createHmac } from 'node:crypto'
import { installation } from './installation.server.ts'
import type { Session } from './session.server.ts'

/**
 * Under what the browser keeps the forms of whoever acts here: a name for this person in this seat of this workspace, that
 * tells nobody who it is. Undefined for the public, which has no forms to keep.
 */
export function keptOwner({ workspace, seat, person }: Session): string | undefined {
	if (!workspace || seat.id === null) return undefined
	return createHmac('sha256', installation().secret)
		.update(['kept forms', workspace.id, seat.id, person?.person.id ?? ''].join('\n'))
		.digest('base64url')
		.slice(0, 22)
}
