import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { AGREEMENT_FORMS, AGREEMENT_STAGES, PROVISION_ITEMS, PROVISION_STANDINGS, RENEWALS } from './agreement-words.ts'
import { actor, day, head, keys, language, noted, partialDay, position, repeat, text } from './sheet-columns.ts'

export const agreementSheet = defineSheet({
	name: 'agreement',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		form: column.oneOf(AGREEMENT_FORMS, 'agreement.form'),
		subject: column.text({ max: 300 }),
		stage: column.oneOf(AGREEMENT_STAGES, 'agreement.stage').or('not-known'),
		year: column.year().optional(),
		signed: partialDay(),
		in_force: partialDay(),
		expiry: day(),
		renewal: column.oneOf(RENEWALS, 'agreement.renewal').optional(),
		renewal_months: column.integer({ min: 1, max: 1_200 }).optional(),
		notice_months: column.integer({ min: 0, max: 1_200 }).optional(),
		notice: day(),
		summary: text(20_000),
		language,
		lead: actor(),
		commission: column.reference('structure').optional(),
		themes: keys(60),
		...head('workspace'),
		...noted
	},
	key: ['key']
})

export const partySheet = defineSheet({
	name: 'agreement_party',
	columns: {
		agreement: column.reference('agreement'),
		position: position(),
		country: text(3),
		actor: actor(),
		name: text(300),
		repeat
	},
	key: ['agreement', 'position', 'repeat']
})

export const agreementProvisionSheet = defineSheet({
	name: 'agreement_provision',
	columns: {
		agreement: column.reference('agreement'),
		position: position(),
		item: column.oneOf(PROVISION_ITEMS, 'agreement.item'),
		title: text(500),
		checklist: text(120),
		has: column.oneOf(PROVISION_STANDINGS, 'agreement.has'),
		article: text(60),
		text: text(2_000),
		language,
		repeat,
		...noted
	},
	key: ['agreement', 'position', 'repeat']
})
