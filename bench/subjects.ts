import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Filled } from './fill.ts'
import { registerKey } from './fill-registers.ts'
import { prefixOf } from '#platform/access/workspace.ts'
import type { Work } from './load.ts'
import { askWell, type Asked } from './request.ts'

/** Something measured: a page, a command, or the plain SQL of a page's list beside it. `most` is its aim for p99, in milliseconds. */
export type Subject = {
	name: string
	work: Work
	most: number | null
	page?: Asked
	about?: string
	/** What is done before each asking and not measured: an event of the workspace, which ends every answer that was kept. */
	anew?: () => Promise<void>
}

const PAGE_MOST = 50
const SEARCH_MOST = 30
const FIGURES_MOST = 20
// A word that every fourth record holds, and the name of a place that a few score hold.
export const COMMON = 'migration'
export const RARE = 'kandora'

const asks = ({ key, session }: Filled, path: string): Asked => ({
	path: `/${key}${path}`,
	headers: { cookie: `pitso_session=${session}` }
})

/** A page, opened by the secretariat's seat; with several workspaces in turn by each of them. */
function page(filled: readonly Filled[], name: string, path: string, most = PAGE_MOST): Subject {
	const all = filled.map((one) => asks(one, path))
	const [first] = all
	return {
		name,
		most,
		...(first ? { page: first } : {}),
		async work(turn) {
			const asked = all[turn % all.length]
			if (asked) await askWell(asked)
		}
	}
}

/** The pages of a workspace; `big` names its longest lists. */
export const pagesOf = (filled: Filled, big: { actors: number; areas: number }): Subject[] => {
	const one = (name: string, path: string, most?: number) => page([filled], name, path, most)
	const count = (value: number) => value.toLocaleString('en')
	return [
		one('home', ''),
		one(`actors, ${count(big.actors)}`, '/actor'),
		one('actors, last changed first', '/actor?sort=-changed'),
		one('actors of one kind', '/actor?filter%5Bkind%5D=embassy'),
		one('one actor', '/actor/actor-12'),
		one('structures', '/structure'),
		one('structures, by status, one level', '/structure?sort=-status&filter%5Blevel%5D=technical'),
		one('one structure', '/structure/structure-7'),
		one(`areas, ${count(big.areas)}`, '/area'),
		one('search, common word', `/search?q=${COMMON}`, SEARCH_MOST),
		one('search, rare word', `/search?q=${RARE}`, SEARCH_MOST),
		one('theme matrix', '/theme'),
		one('map', '/map'),
		one('status board', '/status')
	]
}

/** What is asked of a workspace whose committees have worked for ten years. */
export const deliberationOf = (filled: Filled): Subject[] => {
	const one = (name: string, path: string, most?: number) => page([filled], name, path, most)
	return [
		one('home, committees at work', ''),
		one('20,000 recommendations', '/recommendation'),
		one('recommendations under review, oldest due first', '/recommendation?filter%5Bstatus%5D=under-review&sort=due'),
		one(
			'recommendations of one structure, one deadline class',
			'/recommendation?filter%5Bstructure%5D=structure-7&filter%5Bdeadline%5D=short-term'
		),
		one('one recommendation with its chain', '/recommendation/BEN-REC-2026-00012'),
		one('60,000 actions, overdue', '/action?filter%5Boverdue%5D=true&sort=due'),
		one('one action', '/action/BEN-ACT-2026-00012'),
		one('5,000 meetings', '/meeting'),
		one('one meeting', '/meeting/BEN-MTG-2026-04900'),
		one('decisions of one structure', '/decision?filter%5Bstructure%5D=structure-7'),
		one('dashboard of the workspace', '/dashboard'),
		one('dashboard of one structure', '/structure/structure-7/dashboard'),
		one('rhythm of all structures', '/cadence'),
		...[
			one('dashboard of the workspace', '/dashboard'),
			one('dashboard of one structure', '/structure/structure-7/dashboard'),
			one('rhythm of all structures', '/cadence')
		].map(({ page: _page, ...subject }) => ({
			...subject,
			name: `${subject.name}, the first time after an event`,
			anew: eventIn(filled)
		}))
	]
}

/** The smallest change there is: the secretariat's seat chooses another day for its reminders. */
function eventIn(filled: Filled): () => Promise<void> {
	let turn = 0
	return async () =>
		void (await askWell({
			path: `/api/v1/${filled.key}/reminder.set`,
			headers: asProgram(filled),
			body: JSON.stringify({ frequency: 'weekly', weekday: 1 + (turn++ % 7) })
		}))
}

const LONG = registerKey(1)

/** The list that is asked for side by side: three filters and a sort. */
export const NARROWED = { kind: 'school', country: 'LSO', begins: '2020-01-01', sort: '-cost' } as const

const narrowedInput = {
	register: LONG,
	limit: 50,
	sort: NARROWED.sort,
	filter: { fields: { kind: [NARROWED.kind], country: [NARROWED.country], begins: { from: NARROWED.begins } } }
}

/** What is asked of a register of so many entries with 40 fields, among sixty. */
export const registersOf = (filled: Filled, entries: number): Subject[] => {
	const long = `register of ${entries.toLocaleString('en')}`
	const one = (name: string, path: string, most?: number) =>
		page([filled], `${long}: ${name}`, `/register/${LONG}${path}`, most)
	const { kind, country, begins, sort } = NARROWED
	const narrowed = `?field[kind]=${kind}&field[country]=${country}&from[begins]=${begins}&sort=${sort}`
	return [
		page([filled], 'sixty registers', '/register'),
		one('list', ''),
		one('list, three filters and a sort', narrowed),
		// Its total is kept until something changes.
		{
			...one('list, three filters and a sort, the first time after an event', narrowed),
			anew: eventIn(filled)
		},
		one('list, one kind, by cost', '?field[kind]=clinic&sort=cost'),
		one('board', '/board'),
		one('figures and charts', '/figures'),
		one('map', '/map'),
		one('one entry', `/${prefixOf(filled.key)}-BBA-${String(new Date().getFullYear())}-012`),
		{
			name: `${long}: headline figures by the API`,
			most: FIGURES_MOST,
			work: async () =>
				void (await askWell({
					path: `/api/v1/${filled.key}/register.figures?register=${LONG}`,
					headers: { authorization: `Bearer ${filled.token}` }
				}))
		}
	]
}

/** The same list by the programming interface, as it is asked of the generic tool. */
export const registersBesideOf = (filled: Filled): Subject[] => [
	{
		name: 'Pitso: 50 entries of the long register, three filters and a sort, with their total',
		about: 'register',
		most: PAGE_MOST,
		work: async () =>
			void (await askWell({
				path: `/api/v1/${filled.key}/entry.list?input=${encodeURIComponent(JSON.stringify(narrowedInput))}`,
				headers: { authorization: `Bearer ${filled.token}` }
			}))
	}
]

/** What is asked of many workspaces in turn. */
export const pagesOfMany = (filled: readonly Filled[]): Subject[] => [
	page(filled, 'home', ''),
	page(filled, 'actors', '/actor'),
	page(filled, 'one structure', '/structure/structure-7'),
	page(filled, 'search', `/search?q=${COMMON}`, SEARCH_MOST),
	commandOfMany(filled)
]

const asProgram = ({ token }: Filled) => ({
	authorization: `Bearer ${token}`,
	'content-type': 'application/json',
	'idempotency-key': randomUUID()
})

/** A command by the programming interface: an actor made, each time another. */
function commandOfMany(filled: readonly Filled[]): Subject {
	return {
		name: 'actor.create by the API',
		most: PAGE_MOST,
		async work(turn) {
			const one = filled[turn % filled.length]
			if (!one) return
			const body = JSON.stringify({ name: 'Office for the measurement', kind: 'agency', key: `made-${randomUUID()}` })
			await askWell({ path: `/api/v1/${one.key}/actor.create`, headers: asProgram(one), body })
		}
	}
}

const STRUCTURES = 60
const ACTORS = 200

// As the workspace was filled: who sits in a structure already is not given a seat there again.
const sits = (structure: number, actor: number) =>
	Array.from({ length: 16 }, (_one, index) => index + 1).some(
		(step) => step % 8 !== 0 && actor === 1 + ((structure * 7 + step * 11) % ACTORS)
	)

/** A seat given by the programming interface: each time to another actor or in another structure, as many secretaries write. */
export function membershipOf(filled: Filled): Subject {
	let next = 0
	return {
		name: 'membership.add by the API',
		most: PAGE_MOST,
		async work() {
			const placeOf = (number: number) => ({
				structure: 1 + (number % STRUCTURES),
				actor: 1 + Math.floor(number / STRUCTURES)
			})
			while (sits(placeOf(next).structure, placeOf(next).actor)) next++
			const { structure, actor } = placeOf(next++)
			const body = {
				structure: `structure-${String(structure)}`,
				actor: `actor-${String(actor)}`,
				kind: 'member',
				from: '2026-01-01',
				reason: 'Named by its ministry.'
			}
			await askWell({
				path: `/api/v1/${filled.key}/membership.add`,
				headers: asProgram(filled),
				body: JSON.stringify(body)
			})
		}
	}
}

/** The same three things that are asked of the generic tool, by the programming interface. */
export function besideOf(filled: Filled): Subject[] {
	const path = (operation: string) => `/api/v1/${filled.key}/${operation}`
	const reading = (name: string, about: string, asked: string): Subject => ({
		name: `Pitso: ${name}`,
		about,
		most: PAGE_MOST,
		work: async () => void (await askWell({ path: path(asked), headers: { authorization: `Bearer ${filled.token}` } }))
	})
	const creating = commandOfMany([filled])
	return [
		reading('list of 50 of 10,000, sorted, with its total', 'list', 'actor.list?limit=50&sort=title'),
		reading('one record, with all that hangs on it', 'one', 'actor.get?actor=actor-12'),
		{ ...creating, name: 'Pitso: one create, with its history and its place in the search', about: 'create' }
	]
}

const PLAIN: readonly [name: string, about: string, statements: readonly string[]][] = [
	[
		'list of 50 of 10,000, sorted, with its total',
		'list',
		[
			`select r.*, a.* from record r join actor a on a.workspace_id = r.workspace_id and a.id = r.id
				where r.workspace_id = $1 and r.kind = 'actor' and r.state = 'active' order by r.title_sort, r.id limit 50`,
			`select count(*) from (select from record where workspace_id = $1 and kind = 'actor' and state = 'active' limit 10001) counted`
		]
	],
	[
		'one record',
		'one',
		[
			`select r.*, a.* from record r join actor a on a.workspace_id = r.workspace_id and a.id = r.id
				where r.workspace_id = $1 and r.kind = 'actor' and r.key = 'actor-12'`
		]
	],
	[
		'search, common word',
		'search',
		[
			`select record_id, ts_rank(vector, to_tsquery('english', '${COMMON}:*')) as rank from record_search
				where workspace_id = $1 and vector @@ to_tsquery('english', '${COMMON}:*') order by rank desc limit 25`
		]
	]
]

/** The same by the driver alone, as the owner: no rights, no history, no page. */
export const plainOf = ({ workspaceId }: Filled, pool: Pool): Subject[] =>
	PLAIN.map(([name, about, statements]) => ({
		name: `Plain SQL: ${name}`,
		about,
		most: null,
		work: async () => {
			for (const statement of statements) await pool.query(statement, [workspaceId])
		}
	}))

/** What is asked of a workspace with the laws of a country. What comparing a new draft takes is measured by itself (`overlap.ts`). */
export const legislationOf = (filled: Filled): Subject[] => {
	const one = (name: string, path: string, most?: number) => page([filled], name, path, most)
	return [
		one('60 instruments', '/instrument'),
		one('one instrument', '/instrument/treaty-2'),
		one('instruments as they stood ten years ago', '/instrument?filter%5Bon%5D=2016-01-01'),
		one('commitments at a glance', '/commitments'),
		one('matrix of 30 obligations and 30 laws', '/instrument/treaty-2/domestication'),
		one('road map of an instrument', '/instrument/treaty-2/road-map'),
		one('500 laws and policies', '/policy'),
		one('laws in force, newest first', '/policy?filter%5Bstage%5D=in-force&sort=-year'),
		one('one law', '/policy/law-7'),
		one('coverage of 12 areas', '/coverage'),
		one('harmonization board', '/harmonization')
	]
}
