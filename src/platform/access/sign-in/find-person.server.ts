import { sql } from 'kysely'
import { IDLE_MINUTES, RECENT_MINUTES } from './auth.server.ts'
import { signedCookie } from './cookies.server.ts'
import type { Entrance } from './entrance.server.ts'
import type { SignInWay } from './schema.ts'

/** Somebody who has signed in, and how. */
export type SignedIn = {
	person: { id: string; name: string; email: string; language: string | null; hasSecondFactor: boolean }
	session: {
		id: string
		token: string
		createdAt: Date
		method: SignInWay
		/** A second factor, a passkey or the provider vouched for the person, not one secret alone. */
		isStrong: boolean
		/** Signed in so lately that nobody else sits at the machine: asked for by what changes who may enter. */
		isRecent: boolean
	}
}

type Row = {
	id: string
	token: string
	person_id: string
	method: SignInWay
	is_strong: boolean
	created_at: Date
	last_used_at: Date
	name: string
	email: string
	language: string | null
	second_factor_enabled: boolean
}

const MINUTE = 60_000
// How exact the time of the last use is: noted once a minute, not at every page.
const NOTED_EVERY = MINUTE

/**
 * Who sends this request, by the session its cookie names: one statement, and none where there is no such cookie. A session
 * that is over, was not used for an hour, or belongs to somebody whose account is closed, is nobody's.
 */
export async function findPersonOfRequest(
	entrance: Entrance,
	headers: Pick<Headers, 'get'>,
	now: Date
): Promise<SignedIn | undefined> {
	const token = signedCookie(entrance, headers.get('cookie') ?? '', 'session_token')
	if (token === undefined) return undefined
	const idleSince = new Date(now.getTime() - IDLE_MINUTES * MINUTE)
	const { rows } = await sql<Row>`
		select s.id, s.token, s.person_id, s.method, s.is_strong, s.created_at, s.last_used_at,
			p.name, p.email, p.language, p.second_factor_enabled
		from person_session s join person p on p.id = s.person_id
		where s.token = ${token} and s.expires_at > ${now} and s.last_used_at > ${idleSince} and p.closed_at is null
	`.execute(entrance.people)
	const row = rows[0]
	if (!row) return undefined
	if (row.last_used_at.getTime() < now.getTime() - NOTED_EVERY) await noteUse(entrance, row.id, now)
	const { id, method, is_strong: isStrong, created_at: createdAt } = row
	return {
		person: {
			id: row.person_id,
			name: row.name,
			email: row.email,
			language: row.language,
			hasSecondFactor: row.second_factor_enabled
		},
		session: {
			id,
			token,
			createdAt,
			method,
			isStrong,
			isRecent: createdAt.getTime() > now.getTime() - RECENT_MINUTES * MINUTE
		}
	}
}

const noteUse = ({ people }: Entrance, id: string, now: Date) =>
	people.updateTable('person_session').set({ last_used_at: now }).where('id', '=', id).execute()
