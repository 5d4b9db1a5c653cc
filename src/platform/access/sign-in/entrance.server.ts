import type { Kysely } from 'kysely'
import type { ConnectionSettings, Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { ADDRESS_HEADER, makeAuth, type Auth, type Hashing } from './auth.server.ts'
import { openPeople } from './people-pool.server.ts'

/** The way in at one address of the installation: the library, the tables of people, and what else a sign-in needs. */
export type Entrance = {
	readonly auth: Auth
	people: Kysely<Tables>
	database: Database
	secret: Buffer
	origin: string
}

/** Somebody at the entrance: what their browser sent and from where. */
export type Visit = { cookies: string; address: string | null; program: string | null; now: Date }

/** What the browser is to keep from now on, as `Set-Cookie` lines. */
export type Kept = { cookies: string[] }

// An installation without PITSO_URL is reached under several names; passkeys and cookies belong to the one in the address.
const ORIGINS_MOST = 8

type OpeningEntrances = { connection: ConnectionSettings; database: Database; secret: Buffer; hashing?: Hashing }

/** Opens the entrances of an installation: one for each address it is reached at, all on one pool. */
export function openEntrances({ connection, hashing, ...shared }: OpeningEntrances) {
	const people = openPeople(connection)
	const opened = new Map<string, Entrance>()
	return {
		at(origin: string): Entrance {
			const known = opened.get(origin)
			if (known) return known
			let auth: Auth | undefined
			const made: Entrance = {
				...shared,
				people,
				origin,
				// Made when somebody comes to the door: whoever only reads pages needs none of it.
				get auth() {
					auth ??= makeAuth({ people, secret: shared.secret, origin, hashing })
					return auth
				}
			}
			const oldest = opened.size >= ORIGINS_MOST ? opened.keys().next().value : undefined
			if (oldest !== undefined) opened.delete(oldest)
			opened.set(origin, made)
			return made
		},
		close: () => people.destroy()
	}
}

export type Entrances = ReturnType<typeof openEntrances>

const PROGRAM_MOST = 300

/** What the browser called itself, at most as long as anybody reads. */
export const programOf = ({ program }: Visit) => program?.slice(0, PROGRAM_MOST) ?? null

/** The visit as the library takes it: with the address that we know of, never the one a visitor claims. */
export function libraryHeaders(visit: Visit, cookies = visit.cookies): Headers {
	const headers = new Headers({ cookie: cookies, 'user-agent': programOf(visit) ?? '' })
	if (visit.address !== null) headers.set(ADDRESS_HEADER, visit.address)
	return headers
}
