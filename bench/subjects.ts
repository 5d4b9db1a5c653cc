import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Filled } from './fill.ts'
import type { Work } from './load.ts'
import { askWell, type Asked } from './request.ts'

/** Something measured: a page, a command, or the plain SQL of a page's list beside it. `most` is its budget for p99, in milliseconds. */
export type Subject = { name: string; work: Work; most: number | null; page?: Asked; about?: string }

const PAGE_MOST = 50
const SEARCH_MOST = 30
// A word every fourth record holds, and the name of a place that a few score hold.
export const COMMON = 'migration'
export const RARE = 'kandora'

function page(filled: Filled, name: string, path: string, most = PAGE_MOST): Subject {
	const asked = { path: `/bench${path}`, headers: { cookie: `pitso_session=${filled.session}` } }
	return { name, most, page: asked, work: async () => void (await askWell(asked)) }
}

const pages = (filled: Filled): Subject[] => [
	page(filled, 'home', ''),
	page(filled, 'structures', '/structure'),
	page(filled, 'structures, by status, one level', '/structure?sort=-status&filter%5Blevel%5D=technical'),
	page(filled, 'one structure', '/structure/structure-7'),
	page(filled, 'actors, 80,112', '/actor'),
	page(filled, 'actors, last changed first', '/actor?sort=-changed'),
	page(filled, 'actors of one kind', '/actor?filter%5Bkind%5D=embassy'),
	page(filled, 'one actor', '/actor/actor-12'),
	page(filled, 'areas, 19,626', '/area'),
	page(filled, 'search, common word', `/search?q=${COMMON}`, SEARCH_MOST),
	page(filled, 'search, rare word', `/search?q=${RARE}`, SEARCH_MOST),
	page(filled, 'theme matrix', '/theme'),
	page(filled, 'map', '/map'),
	page(filled, 'status board', '/status')
]

// Each time another actor, so that none sits there already; the structures in turn, as many secretaries write.
function command(filled: Filled, first: { actor: number }): Subject {
	const headers = { authorization: `Bearer ${filled.token}`, 'content-type': 'application/json' }
	const work = async () => {
		// Those the filling withdrew take no seat.
		while (first.actor % 97 === 5) first.actor++
		const number = first.actor++
		const body = {
			structure: `structure-${String(1 + (number % 60))}`,
			actor: `actor-${String(number)}`,
			kind: 'member',
			from: '2026-01-01',
			reason: 'Named by its ministry.'
		}
		const once = { 'idempotency-key': randomUUID() }
		await askWell({
			path: '/api/v1/bench/membership.add',
			headers: { ...headers, ...once },
			body: JSON.stringify(body)
		})
	}
	return { name: 'membership.add by the API', most: PAGE_MOST, work }
}

const PLAIN: readonly [name: string, statements: readonly string[]][] = [
	[
		'structures',
		[
			`select r.*, s.* from record r join structure s on s.workspace_id = r.workspace_id and s.id = r.id
				where r.workspace_id = $1 and r.kind = 'structure' and r.state = 'active' order by r.title_sort, r.id limit 26`,
			`select count(*) from record where workspace_id = $1 and kind = 'structure' and state = 'active'`
		]
	],
	[
		'actors, 80,112',
		[
			`select r.*, a.* from record r join actor a on a.workspace_id = r.workspace_id and a.id = r.id
				where r.workspace_id = $1 and r.kind = 'actor' and r.state = 'active' order by r.title_sort, r.id limit 26`,
			`select count(*) from (select from record where workspace_id = $1 and kind = 'actor' and state = 'active' limit 10001) counted`
		]
	],
	[
		'search, common word',
		[
			`select record_id, ts_rank(vector, to_tsquery('english', '${COMMON}:*')) as rank from record_search
				where workspace_id = $1 and vector @@ to_tsquery('english', '${COMMON}:*') order by rank desc limit 25`
		]
	],
	[
		'search, rare word',
		[
			`select record_id, ts_rank(vector, to_tsquery('english', '${RARE}:*')) as rank from record_search
				where workspace_id = $1 and vector @@ to_tsquery('english', '${RARE}:*') order by rank desc limit 25`
		]
	]
]

/** The same lists by the driver alone, as the owner: no row level security, no rights, no page. */
const plain = (filled: Filled, pool: Pool): Subject[] =>
	PLAIN.map(([about, statements]) => ({
		name: `plain SQL: ${about}`,
		about,
		most: null,
		work: async () => {
			for (const statement of statements) await pool.query(statement, [filled.workspaceId])
		}
	}))

export const subjectsOf = (filled: Filled, pool: Pool): Subject[] => [
	...pages(filled),
	command(filled, { actor: 1_000 }),
	...plain(filled, pool)
]
