import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Clearable, Key, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { spanOf } from '../instrument/partial-days.ts'
import { keepsInstruments } from '../rules.ts'
import {
	columnsOf,
	Facts,
	Form,
	Parties,
	PartialDay,
	partyRows,
	refuseTerms,
	StageOf
} from './agreement-fields.server.ts'
import { daysKept, noticeDayOf, PARTIES_LEAST, whyNotOfParties, whyNotSetStage } from './agreement-rules.ts'
import { getAgreementRow, refuseWithdrawn, type FoundAgreement } from './find-agreement.server.ts'

const Areas = z.array(Reference).max(60)
const Audience = z.enum(AUDIENCES).exclude(AUDIENCES_OF_STRUCTURE)

/** Adds an agreement or a memorandum with its parties. Its day of notice is worked out from its end and its time of notice. */
export const addAgreement = command({
	name: 'agreement.add',
	input: z.strictObject({
		key: Key.optional(),
		name: Name(300),
		acronym: Text(40).optional(),
		form: Form,
		subject: Text(300),
		stage: StageOf.default('not-known'),
		...Facts,
		parties: Parties,
		areas: Areas.optional(),
		audience: Audience.optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { key, name, acronym, form, subject, stage, parties, areas, audience = 'workspace', ...facts }) {
		const given = await columnsOf(here, facts, null)
		const rows = await partyRows(here, parties)
		refuseParties(stage, rows.length, 'parties')
		const areaList = await areaIds(here, areas ?? [])
		const row = {
			form,
			subject,
			stage,
			language: given.language ?? here.workspace.language,
			year: given.year ?? null,
			signed_first: given.signed_first ?? null,
			signed_last: given.signed_last ?? null,
			in_force_first: given.in_force_first ?? null,
			in_force_last: given.in_force_last ?? null,
			expiry_day: given.expiry_day ?? null,
			renewal: given.renewal ?? null,
			renewal_months: given.renewal_months ?? null,
			notice_months: given.notice_months ?? null,
			summary: given.summary ?? null,
			lead_actor_id: given.lead_actor_id ?? null,
			commission_structure_id: given.commission_structure_id ?? null
		}
		refuseTerms(row)
		const record = await addKeyedRecord(here, 'agreement', { key, name, acronym, audience })
		await here.write.add('agreement', { id: record.id, ...row, ...keptOf(here, row) })
		await here.write.addAll(
			'agreement_party',
			rows.map((one) => ({ agreement_id: record.id, ...one }))
		)
		await putAreas(here, record.id, areaList)
		return record
	}
})

/** Refuses a stage that only a concluded agreement comes to where fewer than two parties are known, at the field that does. */
function refuseParties(stage: FoundAgreement['row']['stage'], parties: number, field: 'parties' | 'stage') {
	const why = whyNotOfParties(stage, parties)
	if (why) throw invalid([{ path: [field], code: why }])
}

type Timed = Pick<FoundAgreement['row'], 'stage' | 'renewal' | 'renewal_months' | 'notice_months'> & {
	expiry_day: string | null
}

const termsOf = (row: Timed) => ({
	stage: row.stage,
	expiry: row.expiry_day,
	renewal: row.renewal,
	renewalMonths: row.renewal_months,
	noticeMonths: row.notice_months
})

/** The end of the term that runs and the day of notice before it, as columns. */
function keptOf(here: Here, row: Timed) {
	const { expiry, notice } = daysKept(termsOf(row), here.today)
	return { expiry_day: expiry, notice_day: notice }
}

/** Corrects what is said of an agreement; parties that are given take the place of all those it had. */
export const changeAgreement = command({
	name: 'agreement.change',
	input: z.strictObject({
		agreement: Reference,
		version: Version,
		name: Name(300).optional(),
		acronym: Clearable(Text(40)),
		form: Form.optional(),
		subject: Text(300).optional(),
		...Facts,
		parties: Parties.optional(),
		areas: Areas.optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { agreement }) => getAgreementRow(here, agreement),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { name, acronym, form, subject, parties, areas, ...facts }, agreement) {
		refuseWithdrawn(agreement)
		await here.write.lockRecord(agreement.id)
		const partyList = parties && (await partyRows(here, parties))
		if (partyList) refuseParties(agreement.row.stage, partyList.length, 'parties')
		const given = await columnsOf(here, facts, agreement.row)
		const next = {
			...agreement.row,
			...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
		}
		refuseTerms(next)
		await here.write.changeRecord(agreement.id, {
			...(name ? { title: namesOf(here, name) } : {}),
			...(acronym === undefined ? {} : { acronym })
		})
		await here.write.change('agreement', agreement.id, { form, subject, ...given, ...keptOf(here, next) })
		if (partyList) await putParties(here, agreement.id, partyList)
		if (areas) await putAreas(here, agreement.id, await areaIds(here, areas))
		return { id: agreement.id, reference: agreement.reference }
	}
})

type PartyRow = Awaited<ReturnType<typeof partyRows>>[number]
const saidOf = ({ country, actor_id, name }: Omit<PartyRow, 'position'>) =>
	`${country ?? ''} ${actor_id ?? ''} ${name ?? ''}`

/** Parties that stay keep their row, so that the history tells who came and who left. */
async function putParties(here: Writing, agreementId: string, wanted: readonly PartyRow[]) {
	const rows = await here.tx
		.selectFrom('agreement_party')
		.select(['id', 'position', 'country', 'actor_id', 'name'])
		.where('workspace_id', '=', here.workspace.id)
		.where('agreement_id', '=', agreementId)
		.execute()
	const held = new Map(rows.map((row) => [saidOf(row), row]))
	const kept = new Set(wanted.map(saidOf))
	for (const row of rows) if (!kept.has(saidOf(row))) await here.write.remove('agreement_party', row.id)
	for (const one of wanted) {
		const before = held.get(saidOf(one))
		if (before) await here.write.change('agreement_party', before.id, { position: one.position })
		else await here.write.add('agreement_party', { agreement_id: agreementId, ...one })
	}
}

/** Says which stage an agreement has come to, since when, and why; signing and entry into force keep their day. */
export const setAgreementStage = command({
	name: 'agreement.setStage',
	input: z.strictObject({
		agreement: Reference,
		version: Version,
		stage: StageOf,
		/** The day it was signed or came into force, as precisely as it is known. */
		on: PartialDay.optional(),
		reason: Text(2_000)
	}),
	output: Done,
	about: (here, { agreement }) => getAgreementRow(here, agreement),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { stage, on }, { id }) {
		await here.write.lockRecord(id)
		const agreement = await getAgreementRow(here, id)
		refuseWithdrawn(agreement)
		const why = whyNotSetStage(agreement.row.stage, stage)
		if (why) throw conflict(why)
		refuseParties(stage, await countParties(here, id), 'stage')
		if (on !== undefined && stage !== 'signed' && stage !== 'in-force')
			throw invalid([{ path: ['on'], code: 'instruments.agreement-stage-without-day' }])
		if (on !== undefined && spanOf(on).first > here.today)
			throw invalid([{ path: ['on'], code: 'instruments.agreement-stage-in-future' }])
		const span = on === undefined ? null : spanOf(on)
		const days = {
			...(span && stage === 'signed' ? { signed_first: span.first, signed_last: span.last } : {}),
			...(span && stage === 'in-force' ? { in_force_first: span.first, in_force_last: span.last } : {})
		}
		const next = { ...agreement.row, stage, ...days }
		refuseTerms(next)
		await here.write.change('agreement', id, { stage, ...days, ...keptOf(here, next) })
		return { id, reference: agreement.reference }
	}
})

async function countParties(here: Here, agreementId: string): Promise<number> {
	const rows = await here.tx
		.selectFrom('agreement_party')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('agreement_id', '=', agreementId)
		.limit(PARTIES_LEAST)
		.execute()
	return rows.length
}

const RENEWED_MOST = 500

/**
 * Moves the end of the term on for agreements in force that renew themselves, and with it the day of notice: to the term that runs
 * now. The history of each tells that it was renewed. Only the clock runs it.
 */
export const renewAgreements = command({
	name: 'agreement.renew',
	input: z.strictObject({}),
	output: z.object({ renewed: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const rows = await here.tx
			.selectFrom('agreement')
			.selectAll()
			.where('workspace_id', '=', here.workspace.id)
			.where('renewal', '=', 'automatic')
			.where('stage', 'in', ['signed', 'in-force', 'renegotiation'])
			.where('expiry_day', '<', here.today)
			.orderBy('expiry_day')
			.orderBy('id')
			.limit(RENEWED_MOST)
			.execute()
		let renewed = 0
		for (const { id } of rows) {
			await here.write.lockRecord(id)
			const { state, row } = await getAgreementRow(here, id)
			const { expiry } = daysKept(termsOf(row), here.today)
			if (state !== 'active' || expiry === row.expiry_day) continue
			await here.write.change('agreement', id, {
				expiry_day: expiry,
				notice_day: noticeDayOf({ expiry, noticeMonths: row.notice_months })
			})
			renewed++
		}
		return { renewed }
	}
})
