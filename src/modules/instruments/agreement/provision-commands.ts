import { z } from 'zod'
import { Clearable, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { keepsInstruments } from '../rules.ts'
import { Language } from './agreement-fields.server.ts'
import { PROVISION_ITEMS, PROVISION_STANDINGS, RECOMMENDED } from './agreement-rules.ts'
import { getAgreementOfLine, getAgreementRow, refuseWithdrawn } from './find-agreement.server.ts'

const Item = z.enum(PROVISION_ITEMS)
const Has = z.enum(PROVISION_STANDINGS)
const LINES_MOST = 200

/** What a change of a checklist gives: the line, and the agreement it belongs to. */
export const LineDone = z.object({ id: z.string(), agreement: z.string(), version: NewVersion })

const linesOf = (here: Writing, agreementId: string) =>
	here.tx
		.selectFrom('agreement_provision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('agreement_id', '=', agreementId)
		.orderBy('position')
		.orderBy('id')
		.execute()

type NewLine = {
	item: z.output<typeof Item>
	has: z.output<typeof Has>
	title?: string | undefined
	article?: string | undefined
	note?: string | undefined
	language?: string | undefined
}

const rowOf = (here: Writing, agreementId: string, position: number, line: NewLine) => ({
	agreement_id: agreementId,
	item: line.item,
	title: line.title ?? null,
	checklist: null,
	position,
	has: line.has,
	article: line.article ?? null,
	note: line.note ?? null,
	language: line.title === undefined && line.note === undefined ? null : (line.language ?? here.workspace.language),
	...ENTERED
})

/** Notes what an agreement has of one recommended provision, or of another one that has a title. */
export const addAgreementProvision = command({
	name: 'agreementProvision.add',
	input: z.strictObject({
		agreement: Reference,
		version: Version.optional(),
		item: Item,
		title: Text(500).optional(),
		has: Has,
		article: Text(60).optional(),
		note: Text(2_000).optional(),
		language: Language.optional()
	}),
	output: LineDone,
	about: (here, { agreement }) => getAgreementRow(here, agreement),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { agreement: _named, version: _version, ...line }, agreement) {
		refuseWithdrawn(agreement)
		refuseUntitled(line.item, line.title ?? null)
		await here.write.lockRecord(agreement.id)
		const lines = await linesOf(here, agreement.id)
		if (lines.length >= LINES_MOST) throw conflict('instruments.agreement-checklist-full', { most: LINES_MOST })
		const position = (lines.at(-1)?.position ?? 0) + 1
		const id = await here.write.add('agreement_provision', rowOf(here, agreement.id, position, line))
		return { id, agreement: agreement.reference }
	}
})

function refuseUntitled(item: z.output<typeof Item>, title: string | null) {
	if (item === 'other' && title === null)
		throw invalid([{ path: ['title'], code: 'instruments.agreement-provision-untitled' }])
}

/** Puts a line of a checklist right. */
export const changeAgreementProvision = command({
	name: 'agreementProvision.change',
	input: z.strictObject({
		provision: Identifier,
		version: Version,
		item: Item.optional(),
		title: Clearable(Text(500)),
		has: Has.optional(),
		article: Clearable(Text(60)),
		note: Clearable(Text(2_000)),
		language: Language.optional(),
		reason: Text(2_000).optional()
	}),
	output: LineDone,
	about: (here, { provision }) => getAgreementOfLine(here, provision),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { provision, item, title, has, article, note, language }, { id, line: before }) {
		await here.write.lockRecord(id)
		const { line, ...agreement } = await getAgreementOfLine(here, before.id)
		refuseWithdrawn(agreement)
		const next = { title: title === undefined ? line.title : title, note: note === undefined ? line.note : note }
		refuseUntitled(item ?? line.item, next.title)
		const isWorded = next.title !== null || next.note !== null
		await here.write.change('agreement_provision', provision, {
			item,
			title,
			has,
			article,
			note,
			language: isWorded ? (language ?? line.language ?? here.workspace.language) : null
		})
		return { id: provision, agreement: agreement.reference }
	}
})

/** Takes a line of a checklist away that should not stand there; the history keeps it. */
export const removeAgreementProvision = command({
	name: 'agreementProvision.remove',
	input: z.strictObject({ provision: Identifier, version: Version, reason: Text(2_000) }),
	output: LineDone,
	about: (here, { provision }) => getAgreementOfLine(here, provision),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { provision }, agreement) {
		refuseWithdrawn(agreement)
		await here.write.lockRecord(agreement.id)
		await here.write.remove('agreement_provision', provision)
		return { id: provision, agreement: agreement.reference }
	}
})

const Checked = z.strictObject({
	item: z.enum(RECOMMENDED),
	has: Has,
	article: Text(60).optional(),
	note: Text(2_000).optional()
})

/**
 * Goes through the recommended provisions at once: of those named it is noted what the agreement has, in the line that each has
 * without a title of its own, or in a new one. What is not named stays as it is.
 */
export const checkAgreement = command({
	name: 'agreement.check',
	input: z.strictObject({
		agreement: Reference,
		version: Version,
		items: z.array(Checked).min(1).max(RECOMMENDED.length),
		language: Language.optional()
	}),
	output: z.object({ id: z.string(), reference: z.string(), version: NewVersion }),
	about: (here, { agreement }) => getAgreementRow(here, agreement),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { items, language }, agreement) {
		refuseWithdrawn(agreement)
		const named = items.map(({ item }) => item)
		const twice = named.findIndex((item, index) => named.indexOf(item) < index)
		if (twice >= 0) throw invalid([{ path: ['items', twice, 'item'], code: 'instruments.agreement-item-twice' }])
		await here.write.lockRecord(agreement.id)
		const lines = await linesOf(here, agreement.id)
		let position = lines.at(-1)?.position ?? 0
		for (const one of items) {
			const before = lines.find(({ item, title }) => item === one.item && title === null)
			if (before)
				await here.write.change('agreement_provision', before.id, {
					has: one.has,
					article: one.article ?? null,
					note: one.note ?? null,
					language: one.note === undefined ? null : (language ?? before.language ?? here.workspace.language)
				})
			else await here.write.add('agreement_provision', rowOf(here, agreement.id, ++position, { ...one, language }))
		}
		return { id: agreement.id, reference: agreement.reference }
	}
})
