import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { countUpTo, OriginOf, RecordReference, referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { JUDGEMENT_STATES, VERDICTS, type JudgementState, type Verdict } from './domestication-rules.ts'

export const JudgementItem = z.object({
	id: z.string(),
	instrument: RecordReference.nullable(),
	obligation: RecordReference,
	article: z.string(),
	/** None where it was judged without a law. */
	policy: RecordReference.nullable(),
	provision: RecordReference.nullable(),
	/** How the provision is cited in its law: `12(2)`. */
	section: z.string().nullable(),
	verdict: z.enum(VERDICTS),
	reason: z.string(),
	language: z.string(),
	/** It stood from this day, */
	day: z.string(),
	/** and until this one where it stands no more. */
	untilDay: z.string().nullable(),
	state: z.enum(JUDGEMENT_STATES),
	stateReason: z.string().nullable(),
	/** Who reviewed it, by name or office; whoever reads in public is told only what was written down. */
	reviewer: z.string().nullable(),
	...OriginOf.shape,
	/** The version of the obligation it belongs to. */
	version: z.int(),
	may: z.object({ withdraw: z.boolean() })
})
export type JudgementItem = z.output<typeof JudgementItem>

/** Judgements of obligations that the seat may see, by laws that it may see. */
export const seenJudgements = (here: Here) =>
	here.tx
		.selectFrom('judgement')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'judgement.workspace_id').onRef('record.id', '=', 'judgement.obligation_id')
		)
		.innerJoin('obligation', (on) =>
			on
				.onRef('obligation.workspace_id', '=', 'judgement.workspace_id')
				.onRef('obligation.id', '=', 'judgement.obligation_id')
		)
		.leftJoin('record as law', (on) =>
			on.onRef('law.workspace_id', '=', 'judgement.workspace_id').onRef('law.id', '=', 'judgement.policy_id')
		)
		.where('judgement.workspace_id', '=', here.workspace.id)
		.where('record.workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('judgement.policy_id', 'is', null), where('law.id', 'is not', null)]))

const columns = [
	'judgement.id',
	'judgement.obligation_id',
	'judgement.policy_id',
	'judgement.provision_id',
	'judgement.verdict',
	'judgement.reason',
	'judgement.language',
	'judgement.day',
	'judgement.until_day',
	'judgement.state',
	'judgement.state_reason',
	'judgement.reviewer',
	'judgement.seat_id',
	'judgement.origin',
	'judgement.origin_source',
	'judgement.origin_year',
	'judgement.origin_note',
	'obligation.instrument_id',
	'obligation.article',
	'record.version'
] as const

type Row = {
	id: string
	obligation_id: string
	policy_id: string | null
	provision_id: string | null
	verdict: Verdict
	reason: string
	language: string
	day: string
	until_day: string | null
	state: JudgementState
	state_reason: string | null
	reviewer: string | null
	seat_id: string | null
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	instrument_id: string
	article: string
	version: number
}

async function officesOf(here: Here, rows: readonly Row[]) {
	const ids = [...new Set(rows.flatMap(({ seat_id }) => (seat_id === null ? [] : [seat_id])))]
	if (ids.length === 0 || here.seat.role === 'public') return new Map<string, string>()
	const seats = await here.tx
		.selectFrom('seat')
		.select(['id', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return new Map(seats.map(({ id, office }) => [id, office]))
}

async function sectionsOf(here: Here, rows: readonly Row[]) {
	const ids = [...new Set(rows.flatMap(({ provision_id }) => (provision_id === null ? [] : [provision_id])))]
	if (ids.length === 0) return new Map<string, string>()
	const provisions = await here.tx
		.selectFrom('provision')
		.select(['id', 'number'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return new Map(provisions.map(({ id, number }) => [id, number]))
}

async function itemsOf(here: Here, rows: readonly Row[]): Promise<Map<string, JudgementItem>> {
	const [references, offices, sections] = await Promise.all([
		referencesOf(
			here,
			rows.flatMap((row) => [row.obligation_id, row.instrument_id, row.policy_id, row.provision_id])
		),
		officesOf(here, rows),
		sectionsOf(here, rows)
	])
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return new Map(
		rows.flatMap((row) => {
			const obligation = named(row.obligation_id)
			if (!obligation) return []
			const provision = named(row.provision_id)
			return [
				[
					row.id,
					{
						id: row.id,
						instrument: named(row.instrument_id),
						obligation,
						article: row.article,
						policy: named(row.policy_id),
						provision,
						section: provision ? (sections.get(provision.id) ?? null) : null,
						verdict: row.verdict,
						reason: row.reason,
						language: row.language,
						day: row.day,
						untilDay: row.until_day,
						state: row.state,
						stateReason: row.state_reason,
						reviewer: row.reviewer ?? (row.seat_id === null ? null : (offices.get(row.seat_id) ?? null)),
						...toOrigin(row),
						version: row.version,
						may: { withdraw: row.state === 'stands' && keepsInstruments(here.seat) }
					}
				] as const
			]
		})
	)
}

/** Judgements, those that stand unless others are asked for: of an instrument, an obligation, a law or a provision. */
export const listJudgements = query({
	name: 'judgement.list',
	input: listInput(
		{
			instrument: Reference,
			obligation: Reference,
			policy: Reference,
			provision: Reference,
			/** True for those made without a law, false for those of laws. */
			withoutLaw: z.boolean(),
			verdict: AnyOf(z.enum(VERDICTS)),
			state: AnyOf(z.enum(JUDGEMENT_STATES))
		},
		['day']
	).extend({ sort: z.enum(['day', '-day']).default('-day') }),
	output: listed(JudgementItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { day: 'judgement.day' }, 'judgement.id')
		const instrumentId = await resolveField(here, 'instrument', filter.instrument, 'instrument')
		const obligationId = await resolveField(here, 'obligation', filter.obligation, 'obligation')
		const policyId = await resolveField(here, 'policy', filter.policy, 'policy')
		const provisionId = await resolveField(here, 'provision', filter.provision, 'provision')
		let rows = seenJudgements(here).where('judgement.state', 'in', filter.state ?? ['stands'])
		if (instrumentId) rows = rows.where('obligation.instrument_id', '=', instrumentId)
		if (obligationId) rows = rows.where('judgement.obligation_id', '=', obligationId)
		if (policyId) rows = rows.where('judgement.policy_id', '=', policyId)
		if (provisionId) rows = rows.where('judgement.provision_id', '=', provisionId)
		if (filter.withoutLaw !== undefined)
			rows = rows.where('judgement.policy_id', filter.withoutLaw ? 'is' : 'is not', null)
		if (filter.verdict) rows = rows.where('judgement.verdict', 'in', filter.verdict)
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			countUpTo(here.tx, rows.select('judgement.id'))
		])
		const items = await itemsOf(here, found)
		const shown = found.flatMap((row) => {
			const item = items.get(row.id)
			return item ? [{ ...row, item }] : []
		})
		return toList(here.secret, part, shown, total, input, { value: (row) => row.day, item: ({ item }) => item })
	}
})
