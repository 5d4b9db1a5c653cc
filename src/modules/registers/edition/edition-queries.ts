import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import {
	findRecord,
	headColumns,
	RecordHead,
	RecordReference,
	referencesOf,
	toHead,
	Translated
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getRegister } from '../registers.server.ts'
import { keepsRegister } from './audience.ts'
import { figuresChanged } from './changed-figures.ts'
import { ComparedTable, compareTables } from './compare-tables.ts'
import { EditionContent, KeptFigure } from './content.ts'
import { getEditionRow, getTemplateRow, readDefinition, readIssue, type FoundEdition } from './find-edition.server.ts'
import { languageOf } from './imprint.ts'
import { PERIODS } from './periods.ts'
import { whyNotComplete } from './written-texts.ts'

const PROGRESS = ['draft', 'complete'] as const

export const EditionItem = RecordHead.extend({
	register: RecordReference.nullable(),
	/** Null where the reader does not see how it was laid out. */
	template: RecordReference.nullable(),
	period: z.enum(PERIODS),
	first: z.string(),
	last: z.string(),
	progress: z.enum(PROGRESS),
	issue: z.int(),
	completed: z.string().nullable()
})
export type EditionItem = z.output<typeof EditionItem>

const ChangedFigure = z.object({
	key: z.string(),
	names: Translated,
	before: KeptFigure.nullable(),
	after: KeptFigure.nullable()
})

const Issue = z.object({ number: z.int(), madeAt: z.date(), reason: z.string().nullable() })

export const EditionPage = EditionItem.extend({
	content: EditionContent,
	/** The issue that is shown, with what it was made from; the office that made it, null for the clock. */
	shown: Issue.extend({
		office: z.string().nullable(),
		isByClock: z.boolean(),
		registerVersion: z.int(),
		templateVersion: z.int()
	}),
	/** What the issue that is shown says otherwise than the one before it. */
	changed: z.array(ChangedFigure),
	issues: z.array(Issue),
	/** What is still to be written before a draft stands. */
	incomplete: z.object({ block: z.string(), language: z.string() }).nullable(),
	may: z.object({ write: z.boolean(), complete: z.boolean(), correct: z.boolean(), withdraw: z.boolean() })
})
export type EditionPage = z.output<typeof EditionPage>

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('report_edition as edition', (on) =>
			on.onRef('edition.workspace_id', '=', 'record.workspace_id').onRef('edition.id', '=', 'record.id')
		)
		.innerJoin('report_template as template', (on) =>
			on
				.onRef('template.workspace_id', '=', 'edition.workspace_id')
				.onRef('template.id', '=', 'edition.report_template_id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'report-edition')

const columns = [
	...headColumns,
	'record.title_sort',
	'edition.register_id',
	'edition.report_template_id',
	'edition.first_day',
	'edition.last_day',
	'edition.state as progress',
	'edition.issue',
	'edition.completed_day',
	'template.definition'
] as const

/** The editions of all reports, the latest period first. */
export const listEditions = query({
	name: 'reportEdition.list',
	input: listInput({ ...recordFilters, register: Reference, template: Reference, progress: AnyOf(z.enum(PROGRESS)) }, [
		'period',
		'title',
		'changed'
	]).extend({ sort: z.enum(['period', '-period', 'title', '-title', 'changed', '-changed']).default('-period') }),
	output: listed(EditionItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ period: 'edition.last_day', title: 'record.title_sort', changed: 'record.changed_at' },
			'record.id'
		)
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'report-edition', filter.words))
		if (filter.progress) rows = rows.where('edition.state', 'in', filter.progress)
		if (filter.register) rows = rows.where('edition.register_id', '=', (await getRegister(here, filter.register)).id)
		if (filter.template)
			rows = rows.where('edition.report_template_id', '=', (await getTemplateRow(here, filter.template)).id)
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'report-edition', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.register_id, row.report_template_id])
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => {
				const sort = input.sort.replace('-', '')
				return sort === 'title' ? row.title_sort : sort === 'changed' ? row.changed_at : row.last_day
			},
			item: (row) => ({
				...toHead(row),
				register: references.get(row.register_id) ?? null,
				template: references.get(row.report_template_id) ?? null,
				period: readDefinition(row.definition).period,
				first: row.first_day,
				last: row.last_day,
				progress: row.progress,
				issue: row.issue,
				completed: row.completed_day
			})
		})
	}
})

async function issuesOf(here: Here, edition: FoundEdition) {
	const rows = await here.tx
		.selectFrom('report_issue')
		.select(['number', 'made_at', 'reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('report_edition_id', '=', edition.id)
		.orderBy('number')
		.execute()
	return rows.map(({ number, made_at: madeAt, reason }) => ({ number, madeAt, reason }))
}

async function officeOf(here: Here, seatId: string | null) {
	if (seatId === null) return null
	const seat = await here.tx
		.selectFrom('seat')
		.select('office')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.executeTakeFirst()
	return seat?.office ?? null
}

/** An edition as it stands, or as an earlier issue of it stood. */
export const getEdition = query({
	name: 'reportEdition.get',
	input: z.strictObject({ edition: Reference, issue: z.int().min(1).max(10_000).optional() }),
	output: EditionPage,
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everyone,
	async run(here, { issue: number }, edition) {
		const { row, register, template, ...record } = edition
		const shown = await readIssue(here, edition, number)
		const before = shown.number > 1 ? await readIssue(here, edition, shown.number - 1) : null
		const [issues, office, seen] = await Promise.all([
			issuesOf(here, edition),
			officeOf(here, shown.seat_id),
			findRecord(here, 'report-template', template.id)
		])
		const keeps = keepsRegister(register.compiled, here.seat) && record.state === 'active'
		const isDraft = row.state === 'draft'
		const incomplete = isDraft ? whyNotComplete(shown.content) : null
		return {
			...record,
			register: referenceTo(register),
			template: seen ? referenceTo(seen) : null,
			period: shown.content.period,
			first: row.first_day,
			last: row.last_day,
			progress: row.state,
			issue: row.issue,
			completed: row.completed_day,
			content: shown.content,
			shown: {
				number: shown.number,
				madeAt: shown.made_at,
				reason: shown.reason,
				office,
				isByClock: shown.seat_id === null,
				registerVersion: shown.register_version,
				templateVersion: shown.template_version
			},
			changed: before ? figuresChanged(before.content, shown.content) : [],
			issues,
			incomplete,
			may: {
				write: keeps && isDraft,
				complete: keeps && isDraft && incomplete === null,
				correct: keeps && !isDraft,
				withdraw: record.state === 'active' && (here.seat.role === 'administrator' || here.seat.role === 'secretariat')
			}
		}
	}
})

const referenceTo = ({ id, kind, reference, title, acronym }: RecordReference): RecordReference => ({
	id,
	kind,
	reference,
	title,
	acronym
})

/** Two editions of one report beside each other, figure by figure. */
export const compareEditions = query({
	name: 'reportEdition.compare',
	input: z.strictObject({
		edition: Reference,
		with: Reference,
		/** In which their tables are compared: those of the workspace's first language where it is left out. */
		language: z
			.string()
			.regex(/^[a-z]{2,3}$/)
			.optional()
	}),
	output: z.object({
		edition: EditionItem.pick({ reference: true, title: true, first: true, last: true }),
		with: EditionItem.pick({ reference: true, title: true, first: true, last: true }),
		figures: z.array(ChangedFigure),
		tables: z.array(ComparedTable)
	}),
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everyone,
	async run(here, { with: reference, language }, edition) {
		const other = await getEditionRow(here, reference)
		if (other.row.report_template_id !== edition.row.report_template_id)
			throw conflict('registers.editions-of-other-reports')
		const [one, another] = [await readIssue(here, edition), await readIssue(here, other)]
		const spoken = languageOf(one.content, language ?? here.workspace.language, here.workspace.language)
		const keys = [...new Set([...one.content.figures, ...another.content.figures].map(({ key }) => key))]
		const item = ({ row, ...record }: FoundEdition) => ({
			reference: record.reference,
			title: record.title,
			first: row.first_day,
			last: row.last_day
		})
		return {
			edition: item(edition),
			with: item(other),
			figures: keys.map((key) => {
				const [after, before] = [one, another].map(
					({ content }) => content.figures.find((figure) => figure.key === key) ?? null
				)
				return { key, names: (after ?? before)?.names ?? {}, before: before ?? null, after: after ?? null }
			}),
			// Two that share no language are compared by their figures alone.
			tables: another.content.said[spoken] ? compareTables(another.content.said[spoken], one.content.said[spoken]) : []
		}
	}
})

const FEED_MOST = 50

/** The latest editions that anybody may read, for programs that follow them: the same whoever asks. */
export const editionFeed = query({
	name: 'reportEdition.feed',
	input: z.strictObject({ register: Reference.optional() }),
	output: z.object({
		items: z.array(
			EditionItem.pick({
				id: true,
				reference: true,
				title: true,
				issue: true,
				completed: true,
				changedAt: true
			}).extend({
				register: RecordReference,
				about: Translated
			})
		)
	}),
	about: nothing,
	allow: everyone,
	async run(here, { register }) {
		let rows = base(here)
			.where('record.state', '=', 'active')
			.where('edition.state', '=', 'complete')
			.select(columns)
			.orderBy('edition.last_day', 'desc')
			.orderBy('record.id', 'desc')
			.limit(FEED_MOST)
		if (register !== undefined) rows = rows.where('edition.register_id', '=', (await getRegister(here, register)).id)
		const found = (await rows.execute()).filter(({ audience }) => audience.includes('public'))
		const references = await referencesOf(
			here,
			found.map((row) => row.register_id)
		)
		return {
			items: found.flatMap((row) => {
				const of = references.get(row.register_id)
				if (!of) return []
				const { about, names } = readDefinition(row.definition)
				const { id, reference, title, changedAt } = toHead(row)
				return [
					{
						id,
						reference,
						title,
						changedAt,
						issue: row.issue,
						completed: row.completed_day,
						register: of,
						about: about ?? names
					}
				]
			})
		}
	}
})
