import { z } from 'zod'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getRegister } from '../registers.server.ts'
import { keepsRegister, tokensOf } from './audience.ts'
import type { EditionContent } from './content.ts'
import { DaysAsked, daysAsked } from './days-asked.ts'
import { getEditionRow, getTemplateRow, readDefinition, readIssue, type FoundEdition } from './find-edition.server.ts'
import { countPeriod } from './gather-entries.server.ts'
import { composeEdition, draftEdition, putIssue, titleOfEdition } from './make-edition.server.ts'
import { endedSince, type Days } from './periods.ts'
import { RENDER_WORK } from './render-name.ts'
import { sendEdition, structuresNamed } from './send-edition.server.ts'
import { whyNotComplete, withCarried, withTexts, WrittenText } from './written-texts.ts'

const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

/** Some seconds' work: longer nobody looks at a page that says nothing. */
export const WAITED_FOR = 2_000

/**
 * Makes the edition of a period that is over, as a draft that somebody completes. With `mayWait` a job does it where very many entries are to
 * be counted.
 */
export const makeEdition = command({
	name: 'reportEdition.make',
	input: z.strictObject({
		template: Reference,
		...DaysAsked,
		mayWait: z.boolean().optional()
	}),
	/** `job` is what makes it, where it has become one: then there is no edition yet. */
	output: z.object({ id: z.string(), reference: z.string(), job: z.string().nullable() }),
	about: (here, { template }) => getTemplateRow(here, template),
	allow: ({ seat }, { register }) => keepsRegister(register.compiled, seat),
	async run(here, { mayWait = false, template: _named, ...asked }, template) {
		const { register, definition, row } = template
		if (template.state !== 'active') throw conflict('registers.report-withdrawn')
		const days = daysAsked(definition, asked, here.today)
		if (mayWait && (await countPeriod(here, register, { definition, days })) > WAITED_FOR) {
			const job = await enqueue(here, { operation: 'reportEdition.make', input: { template: template.id, ...asked } })
			return { id: template.id, reference: template.reference, job }
		}
		const made = await draftEdition(here, {
			template: { id: template.id, version: row.version, definition },
			register,
			days
		})
		return { id: made.id, reference: made.reference, job: null }
	}
})

function refuseUnlessDraft({ state, row }: FoundEdition) {
	if (state !== 'active') throw conflict('registers.edition-withdrawn')
	if (row.state !== 'draft') throw conflict('registers.edition-complete')
}

const keeps = ({ seat }: Pick<Writing, 'seat'>, { register }: FoundEdition) => keepsRegister(register.compiled, seat)

async function keepContent(here: Writing, edition: FoundEdition, content: EditionContent) {
	const { id } = await readIssue(here, edition)
	await here.write.change('report_issue', id, {
		content: JSON.stringify(content),
		made_at: here.now,
		seat_id: here.seat.id,
		register_version: edition.register.compiled.declaration.version,
		template_version: edition.template.version
	})
}

/** Writes sentences of a draft: those its template lets, or asks, whoever makes the edition to write. */
export const writeEdition = command({
	name: 'reportEdition.write',
	input: z.strictObject({ edition: Reference, version: Version, texts: z.array(WrittenText).min(1).max(400) }),
	output: Done,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: keeps,
	async run(here, { texts }, edition) {
		refuseUnlessDraft(edition)
		const { content, id } = await readIssue(here, edition)
		await here.write.change('report_issue', id, { content: JSON.stringify(withTexts(content, texts)) })
		here.write.mention(edition.id)
		return { id: edition.id, reference: edition.reference }
	}
})

/** Sentences that come along with what is done with a draft, so that what was typed is kept whichever button is pressed. */
const Along = z.array(WrittenText).max(400).default([])

/** Counts a draft anew, as its register stands now; what was written stays. */
export const recountEdition = command({
	name: 'reportEdition.recount',
	input: z.strictObject({ edition: Reference, version: Version, texts: Along }),
	output: Done,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: keeps,
	async run(here, { texts }, edition) {
		refuseUnlessDraft(edition)
		const { definition } = edition.template
		const { content: before } = await readIssue(here, edition)
		const counted = await composeEdition(here, edition.register, definition, daysOf(edition), edition.template.id)
		const written = withTexts(before, texts)
		await keepContent(here, edition, withCarried(counted, writtenIn(written)))
		here.write.mention(edition.id)
		return { id: edition.id, reference: edition.reference }
	}
})

const daysOf = ({ row }: FoundEdition): Days => ({ first: row.first_day, last: row.last_day })

/** What somebody wrote in an edition, to be carried over into what is counted anew. */
const writtenIn = ({ said }: EditionContent): WrittenText[] =>
	Object.entries(said).flatMap(([language, { blocks }]) =>
		blocks.flatMap((block) =>
			block.block === 'text' && block.complete !== 'no' && block.isWritten
				? [{ block: block.key, language, text: block.text }]
				: []
		)
	)

/** Lets an edition stand: from then on its readers have it, and nothing of it changes. */
async function complete(here: Writing, edition: FoundEdition, content: EditionContent) {
	const { definition } = edition.template
	const structures = content.audience === 'members' ? await structuresNamed(here, definition) : []
	const audience = tokensOf(content.audience, structures)
	await here.write.change('report_edition', edition.id, { state: 'complete', completed_day: here.today })
	await here.write.changeRecord(edition.id, { audience })
	await here.write.spreadAudience(edition.id, audience)
	await afterIssue(here, edition, { issue: edition.row.issue, definition })
}

async function afterIssue(
	here: Writing,
	edition: FoundEdition,
	{ issue, definition }: { issue: number; definition: FoundEdition['template']['definition'] }
) {
	await enqueue(here, { operation: RENDER_WORK, input: { edition: edition.id, issue } })
	await sendEdition(
		here,
		{ id: edition.id, reference: edition.reference, issue },
		{ definition, compiled: edition.register.compiled }
	)
}

/** Completes a draft: it is frozen, given to its readers and sent to those its template names. */
export const completeEdition = command({
	name: 'reportEdition.complete',
	input: z.strictObject({ edition: Reference, version: Version, texts: Along }),
	output: Done,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: keeps,
	async run(here, { texts }, edition) {
		refuseUnlessDraft(edition)
		const issue = await readIssue(here, edition)
		const content = withTexts(issue.content, texts)
		const why = whyNotComplete(content)
		if (why) throw conflict('registers.edition-incomplete', why)
		if (texts.length > 0) await here.write.change('report_issue', issue.id, { content: JSON.stringify(content) })
		await complete(here, edition, content)
		return { id: edition.id, reference: edition.reference }
	}
})

/**
 * Corrects an edition that stands by a further issue: counted anew, with what was written carried over, and saying what was corrected. The
 * issues before stay to be read.
 */
export const correctEdition = command({
	name: 'reportEdition.correct',
	input: z.strictObject({
		edition: Reference,
		version: Version,
		/** What was wrong, as readers are told. */
		reason: Text(2_000),
		texts: Along
	}),
	output: Done,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: keeps,
	async run(here, { reason, texts }, edition) {
		if (edition.state !== 'active') throw conflict('registers.edition-withdrawn')
		if (edition.row.state !== 'complete') throw conflict('registers.edition-not-complete')
		await here.write.lockRecord(edition.id)
		const before = await readIssue(here, edition)
		// For whom an edition is stays what it was: a correction opens nothing to others.
		const definition = { ...edition.template.definition, audience: before.content.audience }
		const counted = await composeEdition(here, edition.register, definition, daysOf(edition), edition.template.id)
		const content = withTexts(withCarried(counted, writtenIn(before.content)), texts, before.content)
		const why = whyNotComplete(content)
		if (why) throw conflict('registers.edition-incomplete', why)
		const number = edition.row.issue + 1
		await putIssue(here, edition.id, {
			number,
			register: edition.register,
			templateVersion: edition.template.version,
			content,
			reason
		})
		await here.write.change('report_edition', edition.id, { issue: number })
		await here.write.changeRecord(edition.id, { title: titleOfEdition(here, content) })
		await afterIssue(here, edition, { issue: number, definition })
		return { id: edition.id, reference: edition.reference }
	}
})

// Of a workspace that slept for long, the latest periods are told of.
const PERIODS_MOST = 12

/** The periods of a template that are over and have no edition, nor had one that was withdrawn. */
export async function periodsDue(
	here: Pick<Writing, 'tx' | 'workspace' | 'today'>,
	template: { id: string; since_day: string; definition: string }
): Promise<Days[]> {
	const { period, after, made } = readDefinition(template.definition)
	if (period === 'free' || made === 'by-hand') return []
	const asked = { since: template.since_day, today: here.today, after, most: PERIODS_MOST }
	const ended = endedSince(period, asked)
	if (ended.length === 0) return []
	const rows = await here.tx
		.selectFrom('report_edition')
		.select(['first_day', 'last_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('report_template_id', '=', template.id)
		.execute()
	return ended.filter(({ first, last }) => !rows.some((row) => row.first_day === first && row.last_day === last))
}

/** Makes what is due of one template: a draft, or an edition that stands at once. Done by the clock, once for each period. */
export const makeDueEdition = command({
	name: makeEdition.name,
	input: z.strictObject({ template: Reference }),
	output: z.object({ made: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { template: reference }) {
		const template = await getTemplateRow(here, reference)
		if (template.state !== 'active' || template.register.state !== 'active') return { made: 0 }
		await here.write.lockRecord(template.id)
		const due = await periodsDue(here, template.row)
		for (const days of due) {
			const { definition, row } = template
			const register = await getRegister(here, row.register_id)
			const made = await draftEdition(here, {
				template: { id: template.id, version: row.version, definition },
				register,
				days
			})
			if (definition.made === 'at-once') await complete(here, await getEditionRow(here, made.id), made.content)
		}
		return { made: due.length }
	}
})
