import { SEAT_KEYS, type SeatKey } from '../fixtures/workspace.ts'

export type Outcome = 'done' | 'absent' | 'forbidden' | 'conflict' | 'invalid'
export type Table = Readonly<Record<SeatKey, Outcome>>

/** What comes of an operation about something all see, something few see, and something that is not there. */
export type Expectation = { own: Table; foreign?: Table; missing?: Table }

export const ADMINISTRATORS: readonly SeatKey[] = ['administrator', 'second-administrator']
export const KEEPERS: readonly SeatKey[] = [...ADMINISTRATORS, 'secretariat']
export const ALL: readonly SeatKey[] = SEAT_KEYS
/** Who speaks, links and brings files: observers read along, the public reads what is published. */
export const PARTAKERS = ALL.filter((seat) => seat !== 'observer' && seat !== 'public')
/** Who sees the closed group: its members' seats (the analyst's actor is a member), its chair, and those who keep all records. */
export const INSIDERS: readonly SeatKey[] = [...KEEPERS, 'chair', 'member', 'analyst']

export type Said = Partial<Record<Outcome, readonly SeatKey[]>>

/** Each seat's outcome; whoever is not named gets the last. */
export function table(said: Said, rest: Outcome): Table {
	const of = (seat: SeatKey): Outcome => {
		if (said.done?.includes(seat)) return 'done'
		if (said.conflict?.includes(seat)) return 'conflict'
		if (said.absent?.includes(seat)) return 'absent'
		return said.forbidden?.includes(seat) ? 'forbidden' : rest
	}
	return {
		administrator: of('administrator'),
		'second-administrator': of('second-administrator'),
		secretariat: of('secretariat'),
		chair: of('chair'),
		member: of('member'),
		outsider: of('outsider'),
		police: of('police'),
		analyst: of('analyst'),
		statistician: of('statistician'),
		caseworker: of('caseworker'),
		observer: of('observer'),
		public: of('public')
	}
}

/** Whoever holds a seat: some things are known to all of them and not to the public. */
export const SEATED = ALL.filter((seat) => seat !== 'public')
/** The ministry of labour, whose entries are tried, and those who keep all of them. */
export const HOLDERS: readonly SeatKey[] = [...KEEPERS, 'member', 'analyst']

export const ABSENT = table({}, 'absent')
export const INVALID = table({}, 'invalid')

/** Acts on nothing that is there: done by those named, forbidden to all others. */
export const by = (seats: readonly SeatKey[]): Expectation => ({ own: table({ done: seats }, 'forbidden') })

/** A reading: whoever sees the thing reads it; for all others it is not there. */
export const reading = (seers: readonly SeatKey[]): Expectation => ({
	own: table({ done: ALL }, 'absent'),
	foreign: table({ done: seers }, 'absent'),
	missing: ABSENT
})

/** A list narrowed to one record: a filter that names nothing the seat sees is a field to correct. */
export const listing = (seers: readonly SeatKey[]): Expectation => ({
	own: table({ done: ALL }, 'invalid'),
	foreign: table({ done: seers }, 'invalid'),
	missing: INVALID
})

/** A change: those named do it, those who only see the thing are told that they may not, for all others it is not there. */
export const changing = (seats: readonly SeatKey[], seers: readonly SeatKey[]): Required<Expectation> => ({
	own: table({ done: seats }, 'forbidden'),
	foreign: table({ done: seats.filter((seat) => seers.includes(seat)), forbidden: seers }, 'absent'),
	missing: ABSENT
})

/** About seats and who holds them: administrators do it; nobody else is told whether the thing is there. */
export const administering: Expectation = {
	own: table({ done: ADMINISTRATORS }, 'forbidden'),
	missing: table({ absent: ADMINISTRATORS }, 'forbidden')
}

/** About what Pitso does by itself: whoever does not keep the workspace learns of none of it. */
export const operating: Expectation = { own: table({ done: ADMINISTRATORS }, 'absent'), missing: ABSENT }
