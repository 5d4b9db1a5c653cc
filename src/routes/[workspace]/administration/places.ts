import type { Seat } from '#platform/access/seat.ts'

/** A place in a workspace's administration: its path below it, its words (`{words}` and `{words}.what`), and who goes there. */
export type AdministrationPlace = { path: string; words: string; allow: (seat: Pick<Seat, 'role'>) => boolean }

const isAdministrator = ({ role }: Pick<Seat, 'role'>) => role === 'administrator'

/** The places of the administration in the order they are shown. */
export const ADMINISTRATION_PLACES: readonly AdministrationPlace[] = [
	{ path: 'people', words: 'administration.people', allow: isAdministrator },
	{ path: 'seats', words: 'administration.seats', allow: isAdministrator },
	{ path: 'invitations', words: 'administration.invitations', allow: isAdministrator },
	{ path: 'rules', words: 'administration.rules', allow: isAdministrator },
	{ path: 'tokens', words: 'administration.tokens', allow: isAdministrator },
	{ path: 'devices', words: 'captures.devices', allow: isAdministrator },
	{ path: 'settings', words: 'administration.settings', allow: isAdministrator },
	{ path: 'outbox', words: 'administration.outbox', allow: isAdministrator },
	{ path: 'jobs', words: 'administration.jobs', allow: isAdministrator },
	{ path: 'audit', words: 'administration.audit', allow: isAdministrator },
	{ path: 'storage', words: 'administration.storage', allow: isAdministrator },
	{ path: 'integrity', words: 'administration.integrity', allow: isAdministrator }
]
