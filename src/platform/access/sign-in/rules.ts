import type { Role } from '../seat.ts'

// Whoever keeps a workspace can open everything in it to somebody else: one stolen password must not be enough for that.
const STRONG_ROLES: readonly Role[] = ['administrator', 'secretariat']

/** True where a seat may be acted from only by somebody who has shown a second factor, a passkey, or as much at their provider. */
export const asksSecondFactor = (role: Role): boolean => STRONG_ROLES.includes(role)

const SENSITIVE = /^(seat|seatRule|invitation|token|workspace)\./
const SENSITIVE_TOO: readonly string[] = ['history.erase', 'actor.setEnforcement']
// What an import or a handover note changes is no matter of who may enter.
const NOT_SENSITIVE: readonly string[] = ['workspace.import', 'seat.addNote', 'seat.withdrawNote']

/** True for a command that changes who may enter, or what cannot be taken back: for it a recent sign-in is asked. */
export const asksRecentSignIn = (command: string): boolean =>
	!NOT_SENSITIVE.includes(command) && (SENSITIVE.test(command) || SENSITIVE_TOO.includes(command))

const SENSITIVE_PAGES =
	/^\/\[workspace\]\/administration\/(people|seats|invitations|rules|tokens|settings)(\/|$)|^\/account\/(password|second-factor|passkeys|provider)$/

/** True for a page whose forms ask a recent sign-in, so that it is asked before the form is filled and not after. */
export const isSensitivePage = (route: string | null): boolean => route !== null && SENSITIVE_PAGES.test(route)

const MINUTE = 60_000
// A form opened at the last moment can still be sent ten minutes later.
const OPENS_FOR = 20 * MINUTE

/** True while a sign-in is recent enough to open such a page. */
export const isFresh = (signedInAt: Date, now: Date): boolean => now.getTime() - signedInAt.getTime() < OPENS_FOR
