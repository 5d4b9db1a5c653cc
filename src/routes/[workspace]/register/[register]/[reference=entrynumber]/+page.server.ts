import { redirect } from '@sveltejs/kit'
import {
	fillAddress,
	isSinceEntered,
	lifeOf,
	readersOfEntry,
	shownMoves
} from '#modules/registers/entry/said/shown-life.ts'
import { factGroups, shownTables, tableParam } from '#modules/registers/entry/said/shown-entry.ts'
import { sayState } from '#modules/registers/entry/said/say-value.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../../face.server.ts'
import { latestOf, recordParts } from '../../../record-page.server.ts'
import { crumbsOf, entryFor } from '../../entry-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

// Of a longer life the page tells the latest part; the history has all of it.
const EVENTS_MOST = 25

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const plain = {
		locals,
		params: { workspace: params.workspace, register: params.register, reference: params.reference }
	}
	const found = await entryFor(plain)
	const { entry, compiled, showing, page, one } = found
	if (entry.reference !== params.reference || entry.register !== params.register) redirect(303, page)
	const latest = latestOf(locals, entry, EVENTS_MOST)
	const [parts, history] = await Promise.all([recordParts(locals, entry, latest), latest])
	const { groups, worked, empty } = factGroups(showing)
	const state = compiled.declaration.states.find(({ key }) => key === entry.standing)
	return {
		entry: {
			id: entry.id,
			kind: entry.kind,
			reference: entry.reference,
			title: entry.title,
			acronym: entry.acronym,
			origin: entry.origin,
			source: entry.source,
			year: entry.year,
			note: entry.note,
			state: entry.state,
			stateReason: entry.stateReason,
			audience: entry.audience,
			version: entry.version,
			changedAt: entry.changedAt
		},
		crumbs: crumbsOf(locals, params, found),
		one,
		page,
		standing: sayState(words, compiled.declaration, entry.standing),
		isEnd: state?.end === true,
		since: entry.since,
		submitted: entry.submitted,
		isSinceEntered: isSinceEntered(showing, history?.items ?? []),
		mayChange: entry.may.change,
		readers: readersOfEntry(showing),
		moves: shownMoves(showing, page),
		groups,
		worked,
		empty: empty.map(({ key, label }) => ({ key, label, href: fillAddress(showing, page, key) })),
		tables: shownTables(showing, (table) => {
			const asked = Number(url.searchParams.get(tableParam(table)) ?? '1')
			return Number.isInteger(asked) ? asked : 1
		}),
		life: lifeOf(showing, history?.items ?? []),
		parts
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'entry' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
