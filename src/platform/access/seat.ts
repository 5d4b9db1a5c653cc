/** What a seat may do in general; chair and secretary are offices held in one structure, not roles. */
export const ROLES = [
	'administrator',
	'secretariat',
	'member',
	'analyst',
	'statistician',
	'caseworker',
	'observer',
	'public'
] as const
export type Role = (typeof ROLES)[number]

/** The offices of a structure, as far as they decide who serves it. */
export type Offices = { chairActorId: string | null; secretaryActorId: string | null }

/** A person acting for an actor in a workspace, with a role; the public is a seat without key or actor. */
export type Seat = {
	id: string | null
	key: string | null
	role: Role
	actorId: string | null
	office: string
	/** The audiences the seat belongs to: what it may see is decided by these and nothing else. */
	audience: readonly string[]
	/** The workspace's clock: it may do only what declares that it is for the clock. */
	isClock?: true
	/**
	 * True when the seat's actor chairs the structure or is its secretary, or when the structure has no secretary of
	 * its own and the seat is the workspace's secretariat.
	 */
	serves(offices: Offices): boolean
}

/** Who may see a record, as people choose it; the stored audience is worked out from it. */
export const AUDIENCES = ['public', 'workspace', 'members', 'full-members', 'secretariat'] as const

/** Those of them that mean the members of a structure: the co-opted among them, or those who sit in it in their own right. */
export const AUDIENCES_OF_STRUCTURE = ['members', 'full-members'] as const
export type Audience = (typeof AUDIENCES)[number]

/**
 * The stored audience of a record for a choice. The secretariat and the administrators see every record of their
 * workspace: somebody must be able to mend a wrong choice.
 */
export function audienceTokens(choice: Audience, structureId: string | null): string[] {
	const keepers = ['role:administrator', 'role:secretariat']
	switch (choice) {
		case 'public':
			return ['public']
		case 'workspace':
			return ['workspace']
		case 'members':
			return structureId === null ? keepers : [...keepers, `structure:${structureId}`]
		case 'full-members':
			return structureId === null ? keepers : [...keepers, `members:${structureId}`]
		case 'secretariat':
			return keepers
		default:
			return choice satisfies never
	}
}

/** The choice that a stored audience stands for. */
export function audienceChoice(tokens: readonly string[]): Audience {
	if (tokens.includes('public')) return 'public'
	if (tokens.includes('workspace')) return 'workspace'
	if (tokens.some((token) => token.startsWith('structure:'))) return 'members'
	return tokens.some((token) => token.startsWith('members:')) ? 'full-members' : 'secretariat'
}

function serves(actorId: string | null, role: Role, offices: Offices) {
	if (role === 'public') return false
	if (actorId !== null && (offices.chairActorId === actorId || offices.secretaryActorId === actorId)) return true
	return role === 'secretariat' && offices.secretaryActorId === null
}

/** A seat with its audience, from its row and the structures its actor sits in, chairs or serves today. */
export function makeSeat(row: {
	id: string
	key: string
	role: Exclude<Role, 'public'>
	actorId: string | null
	office: string
	/** The structures whose papers it reads: as a member, co-opted or not, as chair or as secretary. */
	structureIds: readonly string[]
	/** Those of them in which it is more than co-opted. */
	fullStructureIds?: readonly string[]
}): Seat {
	const { structureIds, fullStructureIds = [], ...seat } = row
	return {
		...seat,
		audience: [
			'public',
			'workspace',
			`role:${row.role}`,
			`seat:${row.id}`,
			...(row.actorId === null ? [] : [`actor:${row.actorId}`]),
			...structureIds.map((id) => `structure:${id}`),
			...fullStructureIds.map((id) => `members:${id}`)
		],
		serves: (offices) => serves(row.actorId, row.role, offices)
	}
}

/** Whoever is not signed in. */
export const publicSeat: Seat = {
	id: null,
	key: null,
	role: 'public',
	actorId: null,
	office: '',
	audience: ['public'],
	serves: () => false
}

/**
 * The clock of a workspace: what is done at its time, and by nobody. Every workspace has it, it stands in no list, nobody
 * signs in as it, and it may do only what declares that it is for the clock.
 */
export const clockSeat: Seat = { ...publicSeat, audience: ['system'], isClock: true }

/** The role a seat acts under, as the history and the access log tell it. */
export const actingRole = (seat: Seat): string => (seat.isClock ? 'clock' : seat.role)
