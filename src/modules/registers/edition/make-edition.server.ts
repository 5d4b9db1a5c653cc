import { v7 as uuid } from 'uuid'
import { speak } from '#platform/languages/words.ts'
import { spokenOf } from '#platform/languages/offered.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { offerOf } from '../listing/offer.ts'
import type { Register } from '../registers.server.ts'
import { draftTokens, readersOf } from './audience.ts'
import { EditionContent, type SaidEdition } from './content.ts'
import { countEdition } from './count-edition.server.ts'
import type { ReportDefinition } from './definition.ts'
import type { Days } from './periods.ts'
import { sayEdition } from './say-edition.ts'
import { faultsOfReport } from './template-commands.ts'

/** The code in the numbers of editions, `ZWE-EDTN-2026-001`. */
export const EDITION = 'EDTN'

/** The languages an edition is written in: those its template names of the workspace's, as far as the product speaks them. */
export function languagesOf(here: Here, { languages }: Pick<ReportDefinition, 'languages'>): string[] {
	const own = languages.filter((language) => here.workspace.languages.includes(language))
	return spokenOf(here.registry.catalogue, own.length > 0 ? own : here.workspace.languages)
}

const offeredTo = (compiled: CompiledRegister, { audience }: ReportDefinition) => {
	const [reader = { role: 'public', actorId: null, audience: ['public'] }] = readersOf(audience)
	return offerOf(compiled, reader)
}

/** Counts and words an edition of some days, as its readers would: in each of its languages, to be kept as it stands. */
export async function composeEdition(
	here: Here,
	register: Register,
	definition: ReportDefinition,
	days: Days,
	templateId: string
): Promise<EditionContent> {
	// Its register may have been declared otherwise since the template was laid out.
	const [fault] = faultsOfReport(register.compiled, definition)
	if (fault) throw conflict('registers.report-no-longer-fits', { found: fault.found })
	const counted = await countEdition(here, register, definition, days, (other) =>
		toldOf(here, templateId, definition, other)
	)
	const said = languagesOf(here, definition).map((language): [string, SaidEdition] => {
		const words = speak(here.registry.catalogue, language, {
			timeZone: here.workspace.timeZone,
			firstLanguage: here.workspace.language
		})
		const { compiled } = register
		const named = { names: counted.names, seats: counted.seats, areas: counted.areas }
		const telling = { words, compiled, offer: offeredTo(compiled, definition), home: '', named }
		return [language, sayEdition(telling, counted, definition)]
	})
	return {
		period: definition.period,
		audience: definition.audience,
		names: definition.names,
		entries: counted.entries,
		figures: counted.figures,
		said: Object.fromEntries(said)
	}
}

/** The figures of the edition that stands of other days, where it was made for the same readers. */
async function toldOf(
	here: Here,
	templateId: string,
	{ audience }: ReportDefinition,
	{ first, last }: Days
): Promise<EditionContent['figures'] | null> {
	const row = await here.tx
		.selectFrom('report_edition')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'report_edition.workspace_id').onRef('record.id', '=', 'report_edition.id')
		)
		.innerJoin('report_issue', (on) =>
			on
				.onRef('report_issue.workspace_id', '=', 'report_edition.workspace_id')
				.onRef('report_issue.report_edition_id', '=', 'report_edition.id')
				.onRef('report_issue.number', '=', 'report_edition.issue')
		)
		.select('report_issue.content')
		.where('report_edition.workspace_id', '=', here.workspace.id)
		.where('report_edition.report_template_id', '=', templateId)
		.where('report_edition.first_day', '=', first)
		.where('report_edition.last_day', '=', last)
		.where('report_edition.state', '=', 'complete')
		.where('report_edition.is_withdrawn', '=', false)
		.executeTakeFirst()
	if (!row) return null
	const content = EditionContent.parse(JSON.parse(row.content))
	return content.audience === audience ? content.figures : null
}

/** What an edition is called in each of its languages, and in the workspace's first. */
export function titleOfEdition(here: Writing, { said }: EditionContent): Record<string, string> {
	const titles = Object.fromEntries(Object.entries(said).map(([language, { title }]) => [language, title]))
	const { language } = here.workspace
	return { ...titles, [language]: titles[language] ?? titles['en'] ?? Object.values(titles)[0] ?? '' }
}

type Issue = {
	number: number
	register: Register
	templateVersion: number
	content: EditionContent
	reason: string | null
}

/** Keeps an issue of an edition. */
export const putIssue = (
	here: Writing,
	editionId: string,
	{ number, register, templateVersion, content, reason }: Issue
) =>
	here.write.add('report_issue', {
		report_edition_id: editionId,
		number,
		made_at: here.now,
		seat_id: here.seat.id,
		register_version: register.compiled.declaration.version,
		template_version: templateVersion,
		content: JSON.stringify(content),
		reason
	})

type Made = { template: { id: string; version: number; definition: ReportDefinition }; register: Register; days: Days }

/** Makes the draft of an edition: who keeps the register and will read it sees it. */
export async function draftEdition(here: Writing, { template, register, days }: Made) {
	const standing = await here.tx
		.selectFrom('report_edition')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('report_template_id', '=', template.id)
		.where('first_day', '=', days.first)
		.where('last_day', '=', days.last)
		.where('is_withdrawn', '=', false)
		.executeTakeFirst()
	if (standing) throw conflict('registers.edition-there')
	const content = await composeEdition(here, register, template.definition, days, template.id)
	const number = await here.write.nextNumber('report-edition', EDITION)
	const id = uuid()
	await here.write.addRecord({
		id,
		kind: 'report-edition',
		key: null,
		number,
		title: titleOfEdition(here, content),
		audience: draftTokens(register.compiled, template.definition.audience)
	})
	await here.write.add('report_edition', {
		id,
		register_id: register.id,
		report_template_id: template.id,
		first_day: days.first,
		last_day: days.last,
		state: 'draft',
		issue: 1,
		completed_day: null,
		is_withdrawn: false
	})
	await putIssue(here, id, { number: 1, register, templateVersion: template.version, content, reason: null })
	return { id, reference: number, content }
}
