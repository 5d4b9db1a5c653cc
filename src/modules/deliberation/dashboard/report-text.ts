import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { functionalityText } from '../cadence/cadence-page.ts'
import { actionChart, attendanceChart, flowChart, namedOr, shortName, waitChart, type Chart } from './charts.ts'
import type { ReportFigures } from './report-figures.ts'
import { isForPublic, textIn, type Section } from './report-rules.ts'

type Says = Pick<Words, 't' | 'name' | 'number' | 'order' | 'day' | 'language' | 'languageName'>

export type SaidTable = {
	caption: string
	columns: { title: string; numeric?: boolean }[]
	rows: string[][]
}

/** One section of a report in words: what its figures say, what the secretariat says to it, pictures and tables. */
export type SaidSection = {
	code: Section
	title: string
	sentences: string[]
	narrative: Narrative | null
	charts: Chart[]
	tables: SaidTable[]
}

/** What the secretariat wrote to a section, in the language it is read in or else in another one, which is then said. */
export type Narrative = { text: string; language: string; note: string | null }

type Texts = readonly { language: string; narrative: string }[]
type Said = { figures: ReportFigures; language: string; sections: readonly { code: Section; texts: Texts }[] }

/** A report in words, section by section: what its page shows and what stands in its documents. */
export function sayReport(words: Says, { figures, language, sections }: Said): SaidSection[] {
	return sections.map(({ code, texts }) => ({
		code,
		title: words.t(`dashboard.section.${code}`),
		narrative: narrativeOf(words, texts, language),
		...saidOf(words, code, figures)
	}))
}

function narrativeOf({ t, language, languageName }: Says, texts: Texts, ofReport: string): Narrative | null {
	const found = textIn(texts, [language, ofReport])
	if (!found) return null
	const isOther = found.language !== language
	return {
		text: found.narrative,
		language: found.language,
		note: isOther ? t('dashboard.report.narrative-only', { language: languageName(found.language) }) : null
	}
}

/** Whether anything stands in a section. */
export const isSaid = ({ sentences, narrative, charts, tables }: SaidSection): boolean =>
	narrative !== null || sentences.length + charts.length + tables.length > 0

type Content = Pick<SaidSection, 'sentences' | 'charts' | 'tables'>
const NOTHING: Content = { sentences: [], charts: [], tables: [] }

function saidOf(words: Says, code: Section, figures: ReportFigures): Content {
	switch (code) {
		case 'summary':
			return summary(words, figures)
		case 'meetings':
			return meetings(words, figures)
		case 'recommendations':
			return recommendations(words, figures)
		case 'decisions':
			return decisions(words, figures)
		case 'actions':
			return actions(words, figures)
		case 'attendance':
			return attendance(words, figures)
		case 'functionality':
			return functionality(words, figures)
		case 'outlook':
			return NOTHING
		default:
			return code satisfies never
	}
}

const sum = <T>(rows: readonly T[], valueOf: (row: T) => number) => rows.reduce((total, row) => total + valueOf(row), 0)

const structureOf = (words: Says, record: RecordReference | null) => namedOr(words, record, 'dashboard.level.hidden')
const actorOf = (words: Says, record: RecordReference | null) => namedOr(words, record, 'dashboard.actor.hidden')

const daysOr = ({ t, number }: Says, days: number | null) =>
	days === null ? t('dashboard.none') : number(Math.round(days * 10) / 10)

function summary({ t, number, day }: Says, figures: ReportFigures): Content {
	const { recommendations: made, decisions: decided, actions: acted, meetings: met } = figures
	return {
		...NOTHING,
		sentences: [
			t('dashboard.say.as-of', { day: day(figures.day) }),
			t('dashboard.say.meetings', { count: sum(met, ({ held }) => held), structures: met.length }),
			t('dashboard.say.recommendations', {
				made: number(made.made),
				answered: number(made.answered),
				waiting: number(made.waiting),
				day: day(figures.day)
			}),
			t('dashboard.say.decisions', { count: decided.total }),
			t('dashboard.say.actions', {
				closed: number(sum(acted, (one) => one.closedInTime + one.closedLate)),
				day: day(figures.day),
				open: number(sum(acted, ({ open }) => open)),
				late: number(sum(acted, ({ late }) => late))
			})
		]
	}
}

function meetings(words: Says, { meetings: rows }: ReportFigures): Content {
	const { t, number, day } = words
	if (rows.length === 0) return { ...NOTHING, sentences: [t('dashboard.say.no-meetings')] }
	return {
		sentences: [
			t('dashboard.say.rhythm', {
				kept: sum(rows, ({ kept }) => kept),
				asked: sum(rows, ({ asked }) => asked)
			}),
			...(rows.some((row) => row.kept > row.held) ? [t('dashboard.say.kept-before')] : []),
			...(rows.some((row) => row.held > row.days.length) ? [t('dashboard.say.days-hidden')] : [])
		],
		charts: [],
		tables: [
			{
				caption: t('dashboard.table.meetings'),
				columns: [
					{ title: t('dashboard.column.structure') },
					{ title: t('dashboard.column.held'), numeric: true },
					{ title: t('dashboard.column.asked'), numeric: true },
					{ title: t('dashboard.column.kept'), numeric: true },
					{ title: t('dashboard.column.days') }
				],
				rows: rows.map((row) => [
					structureOf(words, row.structure),
					number(row.held),
					number(row.asked),
					number(row.kept),
					row.days.map(day).join('; ')
				])
			}
		]
	}
}

function recommendations(words: Says, figures: ReportFigures): Content {
	const { t, number, day } = words
	const { recommendations: made, levels, flows } = figures
	const sentences = [
		t('dashboard.say.recommendations', {
			made: number(made.made),
			answered: number(made.answered),
			waiting: number(made.waiting),
			day: day(figures.day)
		}),
		...(made.median === null
			? []
			: [
					t('dashboard.say.waited', {
						median: daysOr(words, made.median),
						longest: daysOr(words, made.longest)
					})
				]),
		...(made.longestWaiting === null
			? []
			: [t('dashboard.say.waiting-longest', { days: daysOr(words, made.longestWaiting), day: day(figures.day) })])
	]
	if (levels.length === 0) return { ...NOTHING, sentences }
	const level = (record: RecordReference | null, from: boolean) => ({
		id: record?.id ?? (from ? '' : 'hidden'),
		label: record ? shortName(words, record) : t(from ? 'dashboard.level.outside' : 'dashboard.level.hidden')
	})
	const byName = levels.toSorted((one, other) =>
		words.order(structureOf(words, one.level), structureOf(words, other.level))
	)
	return {
		sentences,
		charts: [
			flowChart(
				words,
				flows.map((flow) => ({ ...flow, from: level(flow.from, true), to: level(flow.to, false) }))
			),
			waitChart(
				words,
				t('dashboard.waits'),
				byName.map((row) => ({ ...row, waiting: row.longestWaiting, label: level(row.level, false).label }))
			)
		].filter(({ drawing }) => drawing.shapes.length > 0),
		tables: [
			{
				caption: t('dashboard.table.waits'),
				columns: [
					{ title: t('dashboard.column.level') },
					{ title: t('dashboard.column.answered'), numeric: true },
					{ title: t('dashboard.column.median'), numeric: true },
					{ title: t('dashboard.column.longest'), numeric: true },
					{ title: t('dashboard.column.waiting'), numeric: true },
					{ title: t('dashboard.column.longest-waiting'), numeric: true }
				],
				rows: byName.map((row) => [
					structureOf(words, row.level),
					number(row.answered),
					daysOr(words, row.median),
					daysOr(words, row.longest),
					number(row.waiting),
					daysOr(words, row.longestWaiting)
				])
			},
			{
				caption: t('dashboard.table.flows'),
				columns: [
					{ title: t('dashboard.column.from') },
					{ title: t('dashboard.column.to') },
					{ title: t('dashboard.column.became') },
					{ title: t('dashboard.column.recommendations'), numeric: true }
				],
				rows: flows.map((flow) => [
					flow.from ? structureOf(words, flow.from) : t('dashboard.level.outside'),
					structureOf(words, flow.to),
					t(`dashboard.became.${flow.became}`),
					number(flow.total)
				])
			}
		]
	}
}

function decisions(words: Says, { decisions: { total, first } }: ReportFigures): Content {
	const { t, name, day } = words
	if (total === 0) return { ...NOTHING, sentences: [t('dashboard.say.decisions', { count: 0 })] }
	return {
		sentences: [t('dashboard.say.decisions', { count: total })],
		charts: [],
		tables: [
			{
				caption:
					total > first.length
						? t('dashboard.table.decisions-first', { shown: first.length })
						: t('dashboard.table.decisions'),
				columns: [
					{ title: t('dashboard.column.number') },
					{ title: t('dashboard.column.day') },
					{ title: t('dashboard.column.structure') },
					{ title: t('dashboard.column.decision') }
				],
				rows: first.map(({ decision, day: decided, structure }) => [
					decision.reference,
					day(decided),
					structure ? shortName(words, structure) : t('dashboard.level.hidden'),
					name(decision.title)
				])
			}
		]
	}
}

function actions(words: Says, { actions: rows, day: until }: ReportFigures): Content {
	const { t, number, day } = words
	if (rows.length === 0) return { ...NOTHING, sentences: [t('dashboard.say.no-actions')] }
	const byName = rows
		.map((row) => ({ ...row, label: actorOf(words, row.actor) }))
		.toSorted((one, other) => words.order(one.label, other.label))
	return {
		sentences: [
			t('dashboard.say.actions', {
				closed: number(sum(rows, (one) => one.closedInTime + one.closedLate)),
				day: day(until),
				open: number(sum(rows, ({ open }) => open)),
				late: number(sum(rows, ({ late }) => late))
			})
		],
		charts: [
			actionChart(
				words,
				byName.map((row) => ({
					label: row.actor ? shortName(words, row.actor) : row.label,
					late: row.late,
					inTime: row.open - row.late,
					submitted: 0,
					closedInTime: row.closedInTime,
					closedLate: row.closedLate
				}))
			)
		],
		tables: [
			{
				caption: t('dashboard.table.actions'),
				columns: [
					{ title: t('dashboard.column.actor') },
					{ title: t('dashboard.column.opened'), numeric: true },
					{ title: t('dashboard.actions.closed-in-time'), numeric: true },
					{ title: t('dashboard.actions.closed-late'), numeric: true },
					{ title: t('dashboard.column.open'), numeric: true },
					{ title: t('dashboard.column.late-of-these'), numeric: true }
				],
				rows: byName.map((row) => [
					row.label,
					number(row.opened),
					number(row.closedInTime),
					number(row.closedLate),
					number(row.open),
					number(row.late)
				])
			}
		]
	}
}

function attendance(words: Says, { attendance: rows }: ReportFigures): Content {
	const { t, number } = words
	if (rows.length === 0) return { ...NOTHING, sentences: [t('dashboard.say.no-attendance')] }
	const byName = rows
		.map((row) => ({ ...row, label: actorOf(words, row.actor) }))
		.toSorted((one, other) => words.order(one.label, other.label))
	return {
		sentences: [],
		charts: [
			attendanceChart(
				words,
				byName.map((row) => ({ ...row, label: row.actor ? shortName(words, row.actor) : row.label }))
			)
		],
		tables: [
			{
				caption: t('dashboard.table.attendance'),
				columns: [
					{ title: t('dashboard.column.actor') },
					{ title: t('dashboard.attendance.present'), numeric: true },
					{ title: t('dashboard.attendance.apologies'), numeric: true },
					{ title: t('dashboard.attendance.absent'), numeric: true },
					{ title: t('dashboard.column.of'), numeric: true }
				],
				rows: byName.map((row) => [
					row.label,
					number(row.present),
					number(row.apologies),
					number(row.absent),
					number(row.of)
				])
			}
		]
	}
}

function functionality(words: Says, { functionality: rows, countedFor }: ReportFigures): Content {
	const { t } = words
	// What ought to be declared is for those who can have it declared, and not for everybody who reads a published report.
	if (isForPublic(countedFor)) return NOTHING
	if (rows.length === 0) return { ...NOTHING, sentences: [t('dashboard.say.no-disagreement')] }
	return {
		sentences: [t('dashboard.say.disagreements', { count: rows.length })],
		charts: [],
		tables: [
			{
				caption: t('dashboard.table.functionality'),
				columns: [
					{ title: t('dashboard.column.structure') },
					{ title: t('dashboard.column.declared') },
					{ title: t('dashboard.column.does') },
					{ title: t('dashboard.column.proposes') }
				],
				rows: rows.map((row) => [
					structureOf(words, row.structure),
					t(`ui.status.${row.declared}`),
					functionalityText(words, row),
					t(`ui.status.${row.proposes}`)
				])
			}
		]
	}
}
