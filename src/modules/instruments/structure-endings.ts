import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import type { EndingSource } from '#platform/records/endings.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import { LIVE_STAGES } from './agreement/agreement-rules.ts'

const OPEN_MOST = 5_000

const harmonizations = (here: Here, id: string) =>
	here.tx
		.selectFrom('harmonization')
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', id)
		.where('state', '<>', 'resolved')

const agreements = (here: Here, id: string) =>
	here.tx
		.selectFrom('agreement')
		.where('workspace_id', '=', here.workspace.id)
		.where('commission_structure_id', '=', id)
		.where('stage', 'in', LIVE_STAGES)

// Of a record the seat does not see it is not known here whether it was withdrawn: it counts.
const isThere = (here: Here, table: 'harmonization' | 'agreement') =>
	sql<boolean>`not exists (select from record where record.workspace_id = ${here.workspace.id}
		and record.id = ${sql.ref(`${table}.id`)} and record.state <> 'active')`

const many = sql<number>`count(*)::integer`.as('many')

const said = async (here: Here, rows: readonly { id: string }[]) => {
	const references = await referencesOf(
		here,
		rows.map(({ id }) => id)
	)
	return rows.map(({ id }) => {
		const record = references.get(id) ?? null
		return { id, record, label: record?.reference ?? '' }
	})
}

/** Laws to be brought into line: a structure is not dissolved while it is in charge of some; one that it is merged into takes them over. */
export const harmonizationEndings: EndingSource = {
	name: 'harmonization',
	refusal: 'instruments.structure-harmonizes',
	async count(here, { kind, id }) {
		if (kind !== 'structure') return 0
		const found = harmonizations(here, id).where(isThere(here, 'harmonization'))
		return (await found.select(many).executeTakeFirstOrThrow()).many
	},
	async open(here, { kind, id }) {
		if (kind !== 'structure') return []
		const found = harmonizations(here, id).where(isThere(here, 'harmonization'))
		return said(here, await found.select('id').orderBy('id').limit(OPEN_MOST).execute())
	},
	async move(here, { kind, id }, { ids, to }) {
		if (kind !== 'structure') return
		let found = harmonizations(here, id).select('id')
		if (ids !== 'all') found = found.where('id', '=', anyOf(ids))
		for (const row of await found.orderBy('id').execute())
			await here.write.change('harmonization', row.id, { structure_id: to })
	}
}

/** Agreements that are alive: a joint commission is not dissolved while it follows some; one that it is merged into follows them further. */
export const commissionEndings: EndingSource = {
	name: 'agreement-commission',
	refusal: 'instruments.structure-follows-agreements',
	async count(here, { kind, id }) {
		if (kind !== 'structure') return 0
		const found = agreements(here, id).where(isThere(here, 'agreement'))
		return (await found.select(many).executeTakeFirstOrThrow()).many
	},
	async open(here, { kind, id }) {
		if (kind !== 'structure') return []
		const found = agreements(here, id).where(isThere(here, 'agreement'))
		return said(here, await found.select('id').orderBy('id').limit(OPEN_MOST).execute())
	},
	async move(here, { kind, id }, { ids, to }) {
		if (kind !== 'structure') return
		let found = agreements(here, id).select('id')
		if (ids !== 'all') found = found.where('id', '=', anyOf(ids))
		for (const row of await found.orderBy('id').execute())
			await here.write.change('agreement', row.id, { commission_structure_id: to })
	}
}
