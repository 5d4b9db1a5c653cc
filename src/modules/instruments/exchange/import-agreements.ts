import {
	type AreaPlanning,
	type Placing,
	changesOne,
	faultIn,
	inOrder,
	isNew,
	originColumns,
	placeRows,
	planRows,
	planThemes
} from '#platform/exchange/plan-rows.ts'
import { whyNotOfParties } from '../agreement/agreement-rules.ts'
import { isPartialDate, spanOf } from '../instrument/partial-days.ts'
import { agreementProvisionSheet, agreementSheet, partySheet } from './agreement-sheets.ts'
import { spanIn } from './cells.ts'
import { checkCells } from './check-cells.ts'
import { ORIGIN_COLUMNS, placeRecords, planRecords } from './plan.ts'

type Agreements = Placing<(typeof agreementSheet)['columns']>
type Parties = Placing<(typeof partySheet)['columns']>

/** Plans agreements with their parties and what each has of the recommended provisions. */
export function planAgreements(planning: AreaPlanning): void {
	const agreements = planHeads(planning)
	checkParties(planning, agreements, planParties(planning))
	planProvisions(planning)
}

function checkDays(planning: AreaPlanning, { sheet, rows }: Agreements) {
	for (const { row, whole } of rows) {
		const [signed, inForce] = [whole['signed'], whole['in_force']].map((text) =>
			text !== undefined && isPartialDate(text) ? spanOf(text) : undefined
		)
		const fault = faultIn(planning, sheet, row)
		if (signed && inForce && inForce.last < signed.first) fault('in_force', 'exchange.ends-before-it-starts')
		const from = inForce?.first ?? signed?.first
		if (from !== undefined && whole['expiry'] !== undefined && whole['expiry'] < from)
			fault('expiry', 'exchange.ends-before-it-starts')
	}
}

/** Refuses stages that need two parties; what a source states of an agreement is taken as stated, though it names one party alone. */
function checkParties(planning: AreaPlanning, { sheet, rows }: Agreements, parties: Parties) {
	const counts = new Map<string | undefined, number>()
	for (const { texts } of parties.all) counts.set(texts['agreement'], (counts.get(texts['agreement']) ?? 0) + 1)
	for (const one of rows) {
		if (!isNew(one) && !changesOne(one, 'stage')) continue
		if (one.value.origin === 'reference' || one.whole['state'] === 'withdrawn') continue
		const why = whyNotOfParties(one.value.stage, counts.get(one.whole['key']) ?? 0)
		if (why) faultIn(planning, sheet, one.row)('stage', why)
	}
}

function planHeads(planning: AreaPlanning): Agreements {
	const { ids, here } = planning
	const placing: Agreements = placeRecords(planning, agreementSheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language,
		themes: inOrder(row.themes)
	}))
	checkCells(planning, placing, { dates: ['signed', 'in_force'] })
	checkDays(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		fields: ({ value }) => {
			const [signed, inForce] = [spanIn(value.signed), spanIn(value.in_force)]
			return {
				form: value.form,
				subject: value.subject,
				language: value.language ?? here.workspace.language,
				stage: value.stage,
				year: value.year ?? null,
				signed_first: signed.first,
				signed_last: signed.last,
				in_force_first: inForce.first,
				in_force_last: inForce.last,
				expiry_day: value.expiry ?? null,
				renewal: value.renewal ?? null,
				renewal_months: value.renewal_months ?? null,
				notice_months: value.notice_months ?? null,
				notice_day: value.notice ?? null,
				summary: value.summary ?? null,
				lead_actor_id: ids.find('actor', value.lead),
				commission_structure_id: ids.find('structure', value.commission)
			}
		},
		columns: {
			signed_first: 'signed',
			signed_last: 'signed',
			in_force_first: 'in_force',
			in_force_last: 'in_force',
			expiry_day: 'expiry',
			notice_day: 'notice',
			lead_actor_id: 'lead',
			commission_structure_id: 'commission'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'agreement',
				rows.map(({ id, fields }) => ({ ...fields, id }))
			),
		change: (writing, id, fields) => writing.write.change('agreement', id, fields)
	})
	planThemes(planning, placing, (row) => row)
	return placing
}

function planParties(planning: AreaPlanning): Parties {
	const { ids } = planning
	const placing = placeRows(planning, partySheet)
	checkCells(planning, placing, { countries: ['country'] })
	for (const { row, value } of placing.rows) {
		const named = [value.country, value.actor, value.name].filter((one) => one !== undefined)
		if (named.length !== 1) faultIn(planning, placing.sheet, row)('country', 'instruments.import-one-party')
	}
	planRows(planning, placing, {
		fields: ({ value }) => ({
			country: value.country ?? null,
			actor_id: ids.find('actor', value.actor),
			name: value.name ?? null
		}),
		columns: { actor_id: 'actor' },
		add: (writing, rows) =>
			writing.write.addAll(
				'agreement_party',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					agreement_id: ids.of('agreement', value.agreement),
					position: value.position
				}))
			),
		change: (writing, id, fields) => writing.write.change('agreement_party', id, fields)
	})
	return placing
}

function planProvisions(planning: AreaPlanning) {
	const { ids, here } = planning
	const placing = placeRows(planning, agreementProvisionSheet)
	for (const { row, value } of placing.rows)
		if (value.item === 'other' && value.title === undefined)
			faultIn(planning, placing.sheet, row)('title', 'exchange.empty')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			item: value.item,
			title: value.title ?? null,
			checklist: value.checklist ?? null,
			has: value.has,
			article: value.article ?? null,
			note: value.text ?? null,
			language:
				value.language ?? (value.text === undefined && value.title === undefined ? null : here.workspace.language),
			...originColumns(value)
		}),
		columns: { note: 'text', ...ORIGIN_COLUMNS },
		add: (writing, rows) =>
			writing.write.addAll(
				'agreement_provision',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					agreement_id: ids.of('agreement', value.agreement),
					position: value.position
				}))
			),
		change: (writing, id, fields) => writing.write.change('agreement_provision', id, fields)
	})
}
