import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { VERDICTS, type Verdict } from './domestication-rules.ts'
import {
	getInstrumentHead,
	getJudgementRow,
	getObligationRow,
	lawOf,
	refuseWithdrawn
} from './find-domestication.server.ts'
import { storeJudgements } from './judgement-writing.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const JUDGED_MOST = 200

const Review = {
	/** Who reviewed it, where that is not whoever writes it down. */
	reviewer: Text(200).optional(),
	/** The day it was judged on; today where none is given. */
	day: Day.optional(),
	/** The language of the reasons. */
	language: Language.optional()
}

/** What the judgement of an obligation gives: it, and the obligation it belongs to. */
export const JudgementDone = z.object({ id: z.string(), obligation: z.string(), version: NewVersion })

type Reviewed = {
	reviewer?: string | undefined
	day?: string | undefined
	language?: string | undefined
}
type Told = {
	obligationId: string
	policyId: string | null
	provisionId: string | null
	verdict: Verdict
	reason: string
}

const judgementOf = (here: Writing, { reviewer, day, language }: Reviewed, told: Told) => ({
	...told,
	language: language ?? here.workspace.language,
	day: day ?? here.today,
	seatId: here.seat.id,
	reviewer: reviewer ?? null,
	origin: 'entered' as const,
	source: null,
	year: null,
	note: null
})

/**
 * Judges whether a law, or one provision of it, carries an obligation; without a law, that none does, or that the obligation does not
 * concern the State. A later judgement of the same pair replaces the earlier, which stays readable.
 */
export const judgeObligation = command({
	name: 'obligation.judge',
	input: z.strictObject({
		obligation: Reference,
		version: Version.optional(),
		policy: Reference.optional(),
		provision: Reference.optional(),
		verdict: z.enum(VERDICTS),
		reason: Text(10_000),
		...Review
	}),
	output: JudgementDone,
	about: (here, { obligation }) => getObligationRow(here, obligation),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { policy, provision, verdict, reason, ...review }, obligation) {
		refuseWithdrawn(obligation)
		const law = await lawOf(here, { policy, provision })
		await here.write.lockRecord(obligation.id)
		const told = { obligationId: obligation.id, ...law, verdict, reason }
		const [id = ''] = await storeJudgements(here, [judgementOf(here, review, told)])
		return { id, obligation: obligation.reference }
	}
})

const Item = z.strictObject({
	obligation: Reference,
	provision: Reference.optional(),
	/** The provision by its number in the law named, `12(2)`, where no `provision` is. */
	section: Text(60).optional(),
	verdict: z.enum(VERDICTS),
	reason: Text(10_000)
})

/** Judges several obligations of one instrument against one law at once, or against none: all of them or nothing. */
export const judgeObligations = command({
	name: 'obligation.judgeMany',
	input: z.strictObject({
		instrument: Reference,
		version: Version.optional(),
		policy: Reference.optional(),
		items: z.array(Item).min(1).max(JUDGED_MOST),
		...Review
	}),
	output: z.object({ judged: z.int(), instrument: z.string() }),
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { policy, items, instrument: _named, version: _version, ...review }, instrument) {
		refuseWithdrawn(instrument)
		const policyId = (await resolveField(here, 'policy', policy, 'policy')) ?? null
		const obligationIds = await obligationsNamed(here, instrument.id, items)
		const provisions = await provisionsNamed(here, policyId, await sectionsNamed(here, policyId, items))
		refuseTwice(obligationIds, provisions)
		await here.write.lockRecords(obligationIds)
		const told = items.map(({ verdict, reason }, index) => ({
			obligationId: obligationIds[index] ?? '',
			policyId: provisions[index]?.policyId ?? policyId,
			provisionId: provisions[index]?.id ?? null,
			verdict,
			reason
		}))
		await storeJudgements(
			here,
			told.map((one) => judgementOf(here, review, one)),
			(index, field) => (field === 'day' ? ['day'] : ['items', index, field])
		)
		return { judged: items.length, instrument: instrument.reference }
	}
})

type Items = readonly z.output<typeof Item>[]

async function recordsNamed(here: Writing, kind: string, references: readonly string[]) {
	const wanted = [...new Set(references)]
	if (wanted.length === 0) return new Map<string, string>()
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'key'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', kind)
		.where('state', '=', 'active')
		.where((where) =>
			where.or([
				where(
					'key',
					'in',
					wanted.map((one) => one.toLowerCase())
				),
				where('id', '=', anyOf(wanted.filter((one) => Identifier.safeParse(one).success)))
			])
		)
		.execute()
	return new Map(rows.flatMap(({ id, key }) => [[id, id] as const, ...(key === null ? [] : [[key, id] as const])]))
}

const missing = (index: number, field: string, reference: string) => ({
	path: ['items', index, field],
	code: 'platform.field.no-such-record',
	params: { reference }
})

/** The obligations that the items name, in their order; one that is not of the instrument is refused. */
async function obligationsNamed(here: Writing, instrumentId: string, items: Items): Promise<string[]> {
	const named = await recordsNamed(
		here,
		'obligation',
		items.map(({ obligation }) => obligation)
	)
	const rows = await here.tx
		.selectFrom('obligation')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('instrument_id', '=', instrumentId)
		.where('id', '=', anyOf([...named.values()]))
		.execute()
	const own = new Set(rows.map(({ id }) => id))
	const faults = items.flatMap(({ obligation }, index) => {
		const id = named.get(obligation.toLowerCase())
		if (id === undefined) return [missing(index, 'obligation', obligation)]
		if (!own.has(id))
			return [{ path: ['items', index, 'obligation'], code: 'instruments.obligation-of-other-instrument' }]
		return []
	})
	if (faults.length > 0) throw invalid(faults)
	return items.map(({ obligation }) => named.get(obligation.toLowerCase()) ?? '')
}

function refuseTwice(obligationIds: readonly string[], provisions: readonly ({ id: string } | null)[]) {
	const pairs = obligationIds.map((id, index) => `${id} ${provisions[index]?.id ?? ''}`)
	const faults = pairs.flatMap((pair, index) =>
		pairs.indexOf(pair) < index ? [{ path: ['items', index, 'obligation'], code: 'instruments.judged-twice' }] : []
	)
	if (faults.length > 0) throw invalid(faults)
}

const bare = (number: string) => number.replaceAll(/\s+/g, '').toLowerCase()

/** The items with the provisions whose numbers they tell; a number the law has not, or has twice, is refused. */
async function sectionsNamed(here: Writing, policyId: string | null, items: Items): Promise<Items> {
	const isTold = ({ provision, section }: Items[number]) => provision === undefined && section !== undefined
	if (!items.some(isTold)) return items
	const rows = await here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.select(['provision.id', 'provision.number'])
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', anyOf(policyId === null ? [] : [policyId]))
		.where('provision.position', 'is not', null)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.execute()
	const byNumber = Map.groupBy(rows, (row) => bare(row.number))
	const faults = items.flatMap((item, index) => {
		if (!isTold(item)) return []
		const section = item.section ?? ''
		const path = ['items', index, 'section']
		const found = byNumber.get(bare(section))?.length ?? 0
		if (found === 1) return []
		return [{ path, code: `instruments.judged-section-${found === 0 ? 'unknown' : 'twice'}`, params: { section } }]
	})
	if (faults.length > 0) throw invalid(faults)
	return items.map((item) => {
		const [row] = isTold(item) ? (byNumber.get(bare(item.section ?? '')) ?? []) : []
		return row ? { ...item, provision: row.id } : item
	})
}

/** The provisions that the items name, in their order, each with its law. */
async function provisionsNamed(here: Writing, policyId: string | null, items: Items) {
	const references = items.flatMap(({ provision }) => (provision === undefined ? [] : [provision]))
	if (references.length === 0) return []
	const named = await recordsNamed(here, 'provision', references)
	const rows = await here.tx
		.selectFrom('provision')
		.select(['id', 'policy_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...named.values()]))
		.execute()
	const laws = new Map(rows.map((row) => [row.id, row.policy_id]))
	const faults = items.flatMap(({ provision }, index) => {
		if (provision === undefined) return []
		const law = laws.get(named.get(provision.toLowerCase()) ?? '')
		if (law === undefined) return [missing(index, 'provision', provision)]
		if (policyId !== null && law !== policyId)
			return [{ path: ['items', index, 'provision'], code: 'instruments.judged-provision-of-other-law' }]
		return []
	})
	if (faults.length > 0) throw invalid(faults)
	return items.map(({ provision }) => {
		const id = provision === undefined ? undefined : named.get(provision.toLowerCase())
		return id === undefined ? null : { id, policyId: laws.get(id) ?? null }
	})
}

/** Withdraws a judgement that should not stand: nothing takes its place, and it stays readable with the reason. */
export const withdrawJudgement = command({
	name: 'judgement.withdraw',
	input: z.strictObject({ judgement: Identifier, version: Version.optional(), reason: Text(2_000) }),
	output: JudgementDone,
	about: (here, { judgement }) => getJudgementRow(here, judgement),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { judgement, reason }, obligation) {
		await here.write.lockRecord(obligation.id)
		const { row } = await getJudgementRow(here, judgement)
		if (row.state !== 'stands') throw conflict('instruments.judgement-stands-no-more')
		await here.write.change('judgement', judgement, {
			state: 'withdrawn',
			until_day: here.today,
			state_reason: reason
		})
		return { id: judgement, obligation: obligation.reference }
	}
})
