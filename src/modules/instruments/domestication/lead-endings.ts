import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Ended, EndingSource } from '#platform/records/endings.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import { LIVE_STAGES } from '../agreement/agreement-rules.ts'
import { ENDED_STAGES } from './domestication-rules.ts'
import { OPEN_STEPS } from './road-map-rules.ts'

const OPEN_MOST = 5_000
const REFUSAL = 'instruments.followed-steps-open'

const counted = sql<number>`count(*)::integer`.as('many')

const stepColumn = ({ kind }: Ended) => {
	if (kind === 'actor') return 'lead_actor_id' as const
	return kind === 'structure' ? ('structure_id' as const) : null
}

const stepsOn = (here: Here, id: string, column: 'lead_actor_id' | 'structure_id') =>
	here.tx
		.selectFrom('road_map_step')
		.where('workspace_id', '=', here.workspace.id)
		.where(column, '=', id)
		.where('state', 'in', OPEN_STEPS)

/**
 * Steps of road maps that are not done: an actor that leads them hands them on or leaves them without a lead; a structure is not
 * dissolved while it follows some, and one that it is merged into follows them further.
 */
const stepEndings: EndingSource = {
	name: 'road-map-step',
	refusal: REFUSAL,
	async count(here, ended) {
		const column = stepColumn(ended)
		if (column === null) return 0
		return (await stepsOn(here, ended.id, column).select(counted).executeTakeFirstOrThrow()).many
	},
	async open(here, ended) {
		const column = stepColumn(ended)
		if (column === null) return []
		const rows = await stepsOn(here, ended.id, column)
			.select(['id', 'instrument_id', 'title'])
			.orderBy('id')
			.limit(OPEN_MOST)
			.execute()
		const references = await referencesOf(
			here,
			rows.map((row) => row.instrument_id)
		)
		return rows.map((row) => ({ id: row.id, record: references.get(row.instrument_id) ?? null, label: row.title }))
	},
	async move(here, ended, { ids, to }) {
		const column = stepColumn(ended)
		if (column === null) return
		let found = stepsOn(here, ended.id, column).select('id')
		if (ids !== 'all') found = found.where('id', '=', anyOf(ids))
		for (const { id } of await found.orderBy('id').execute())
			await here.write.change('road_map_step', id, { [column]: to })
	}
}

const led = (here: Here, table: 'agreement' | 'policy', actorId: string) => {
	const rows = here.tx
		.selectFrom(table)
		.where('workspace_id', '=', here.workspace.id)
		.where('lead_actor_id', '=', actorId)
	return table === 'agreement' ? rows.where('stage', 'in', LIVE_STAGES) : rows.where('stage', 'not in', ENDED_STAGES)
}

/** Records that an actor leads and that are not over: they are handed on, or stand without a lead. */
const ledEndings = (table: 'agreement' | 'policy'): EndingSource => ({
	name: `led-${table}`,
	refusal: REFUSAL,
	async count(here, { kind, id }) {
		if (kind !== 'actor') return 0
		return (await led(here, table, id).select(counted).executeTakeFirstOrThrow()).many
	},
	async open(here, { kind, id }) {
		if (kind !== 'actor') return []
		const rows = await led(here, table, id).select('id').orderBy('id').limit(OPEN_MOST).execute()
		const references = await referencesOf(
			here,
			rows.map((row) => row.id)
		)
		return rows.map((row) => {
			const record = references.get(row.id) ?? null
			return { id: row.id, record, label: record?.reference ?? '' }
		})
	},
	async move(here, { kind, id }, { ids, to }) {
		if (kind !== 'actor') return
		let found = led(here, table, id).select('id')
		if (ids !== 'all') found = found.where('id', '=', anyOf(ids))
		for (const row of await found.orderBy('id').execute()) await here.write.change(table, row.id, { lead_actor_id: to })
	}
})

/** What actors lead, and structures follow, of instruments, laws and agreements: asked about before they end. */
export const leadEndings: EndingSource[] = [stepEndings, ledEndings('agreement'), ledEndings('policy')]
