import { z } from 'zod'
import { v7 as uuid } from 'uuid'
import { Done } from '#modules/directory/actor-commands.ts'
import { resolveActorInUse } from '#modules/directory/find-directory.server.ts'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { audienceChoice } from '#platform/access/seat.ts'
import { Clearable, Day, Identifier, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, isRefusal } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { keepsInstruments, leads } from '../rules.ts'
import { getInstrumentRow, getTreatyReportRow, type FoundTreatyReport } from './find-instrument.server.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { Language } from './instrument-fields.server.ts'
import {
	isDialogueAhead,
	REPORT_FORMS,
	titleOfReport,
	whyNotDayOfReport,
	whyNotMoveReport,
	whyNotPlanDialogue,
	type ReportForm,
	type ReportMove
} from './report-rules.ts'

/** The code in the numbers of treaty reports, `ZWE-TRP-2026-004`. */
export const TREATY_REPORT = 'TRP'

type NewReport = {
	instrument: { id: string; audience: readonly string[] }
	title: Record<string, string>
	form: ReportForm
	dueDay: string
	dutyId: string | null
	leadActorId: string | null
}

/** Adds a report; whoever sees its instrument sees it. */
export async function putReport(here: Writing, { instrument, title, ...report }: NewReport) {
	const number = await here.write.nextNumber('treaty-report', TREATY_REPORT)
	const id = await here.write.addRecord({
		id: uuid(),
		kind: 'treaty-report',
		key: null,
		number,
		title,
		audience: instrument.audience
	})
	await here.write.add('treaty_report', {
		id,
		instrument_id: instrument.id,
		reporting_duty_id: report.dutyId,
		form: report.form,
		due_day: report.dueDay,
		lead_actor_id: report.leadActorId,
		state: 'due',
		submitted_day: null,
		dialogue_day: null,
		observations_day: null
	})
	return { id, reference: number }
}

/** Adds a report that is to be written under an instrument. */
export const addTreatyReport = command({
	name: 'treatyReport.add',
	input: z.strictObject({
		instrument: Reference,
		title: Name(300),
		form: z.enum(REPORT_FORMS),
		due: Day,
		/** The duty it fulfils, where it does. */
		duty: Identifier.optional(),
		/** Who writes it. */
		lead: Reference.optional()
	}),
	output: Done,
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { title, form, due, duty, lead }, instrument) {
		refuseWithdrawn(instrument)
		if (duty !== undefined) await refuseOtherDuty(here, duty, instrument.id)
		return putReport(here, {
			instrument,
			title: namesOf(here, title, 'title'),
			form,
			dueDay: due,
			dutyId: duty ?? null,
			leadActorId: (await resolveActorInUse(here, lead, 'lead')) ?? null
		})
	}
})

async function refuseOtherDuty(here: Writing, duty: string, instrumentId: string) {
	const row = await here.tx
		.selectFrom('reporting_duty')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', duty)
		.where('instrument_id', '=', instrumentId)
		.executeTakeFirst()
	if (!row) throw invalid([{ path: ['duty'], code: 'instruments.duty-of-other-instrument' }])
}

/** Corrects what is said of a report: its title, its day, who writes it, and when its body is to take it up. */
export const changeTreatyReport = command({
	name: 'treatyReport.change',
	input: z.strictObject({
		report: Reference,
		version: Version,
		title: Name(300).optional(),
		form: z.enum(REPORT_FORMS).optional(),
		due: Day.optional(),
		/** The day for which the dialogue is planned, until it is noted. */
		dialogue: Clearable(Day),
		lead: Clearable(Reference),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { title, form, due, dialogue, lead }, report) {
		refuseGone(report)
		await here.write.lockRecord(report.id)
		const { row } = await getTreatyReportRow(here, report.id)
		const why =
			dialogue === undefined || dialogue === row.dialogue_day
				? null
				: whyNotPlanDialogue(dialogue ?? here.today, { state: row.state, submitted: row.submitted_day })
		if (why) throw invalid([{ path: ['dialogue'], code: why }])
		if (title) await here.write.changeRecord(report.id, { title: namesOf(here, title, 'title') })
		const leadId = await resolveActorInUse(here, lead, 'lead')
		await here.write.change('treaty_report', report.id, {
			form,
			due_day: due,
			dialogue_day: dialogue,
			lead_actor_id: leadId
		})
		return { id: report.id, reference: report.reference }
	}
})

function refuseGone({ state }: Pick<FoundTreatyReport, 'state'>) {
	if (state !== 'active') throw conflict('instruments.report-withdrawn')
}

async function moved(here: Writing, report: FoundTreatyReport, { move, day }: { move: ReportMove; day: string }) {
	refuseGone(report)
	await here.write.lockRecord(report.id)
	const { row } = await getTreatyReportRow(here, report.id)
	const why = whyNotMoveReport(row.state, move)
	if (why) throw conflict(why)
	const held = isDialogueAhead(row.state) ? null : row.dialogue_day
	const days = { submitted: row.submitted_day, dialogue: held, observations: row.observations_day }
	const wrong = whyNotDayOfReport(day, { move, today: here.today, ...days })
	if (wrong) throw invalid([{ path: ['day'], code: wrong }])
	return { held }
}

/** Keeps a file of the step among the documents of the report. */
async function attach(
	here: Writing,
	report: FoundTreatyReport,
	{ file, day }: { file: string | undefined; day: string }
) {
	if (file === undefined) return
	const row = await here.tx
		.selectFrom('file')
		.select('name')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', file)
		.executeTakeFirst()
	await here.run(attachDocument, { record: report.id, kind: 'treaty-report', file, title: row?.name ?? file, day })
}

const Step = { report: Reference, version: Version, day: Day, file: Identifier.optional() }

/** Notes that a report was submitted to its body; with its file, where one is given. */
export const submitTreatyReport = command({
	name: 'treatyReport.submit',
	input: z.strictObject(Step),
	output: Done,
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: ({ seat }, report) => keepsInstruments(seat) || leads(seat, report.row.lead_actor_id),
	async run(here, { day, file }, report) {
		await moved(here, report, { move: 'submit', day })
		await here.write.change('treaty_report', report.id, { state: 'submitted', submitted_day: day })
		await attach(here, report, { file, day })
		return { id: report.id, reference: report.reference }
	}
})

/** Notes that the body talked the report over with the State. */
export const recordDialogue = command({
	name: 'treatyReport.recordDialogue',
	input: z.strictObject(Step),
	output: Done,
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: ({ seat }, report) => keepsInstruments(seat) || leads(seat, report.row.lead_actor_id),
	async run(here, { day, file }, report) {
		await moved(here, report, { move: 'dialogue', day })
		await here.write.change('treaty_report', report.id, { state: 'dialogue-held', dialogue_day: day })
		await attach(here, report, { file, day })
		return { id: report.id, reference: report.reference }
	}
})

const Recommended = z.strictObject({
	title: Name(300),
	text: Text(8_000),
	language: Language.optional(),
	addresseeActor: Reference.optional(),
	addresseeStructure: Reference.optional(),
	/** Whom it asks, in words. */
	addressee: Text(500).optional(),
	areas: z.array(Reference).max(60),
	due: Day.optional()
})

/**
 * Notes the concluding observations of a body on a report, and enters what they recommend into the register of recommendations, each
 * linked to the report it follows from: all of them or none. Where the body asks for an answer by a day, a follow-up report is due then.
 */
export const recordObservations = command({
	name: 'treatyReport.recordObservations',
	input: z.strictObject({
		...Step,
		recommendations: z.array(Recommended).max(100).optional(),
		/** By when the body asks what became of its observations. */
		answerDue: Day.optional()
	}),
	output: Done.extend({ recommendations: z.array(z.string()), followUp: z.string().nullable() }),
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { day, file, recommendations = [], answerDue }, report) {
		if (answerDue !== undefined && answerDue < day)
			throw invalid([{ path: ['answerDue'], code: 'instruments.report-answer-before' }])
		const { held } = await moved(here, report, { move: 'observations', day })
		// A dialogue that was planned and of which nothing was noted did not come before these observations.
		await here.write.change('treaty_report', report.id, {
			state: 'observations-received',
			dialogue_day: held,
			observations_day: day
		})
		await attach(here, report, { file, day })
		const entered: string[] = []
		for (const [index, one] of recommendations.entries())
			entered.push(await enter(here, report, { ...one, index, day }))
		const followUp = answerDue === undefined ? null : await askForAnswer(here, report, answerDue)
		return { id: report.id, reference: report.reference, recommendations: entered, followUp }
	}
})

/** The report that answers the observations on another, written by whoever wrote that, and tied to it. */
async function askForAnswer(here: Writing, report: FoundTreatyReport, dueDay: string): Promise<string> {
	const instrument = await getInstrumentRow(here, report.row.instrument_id)
	const made = await putReport(here, {
		instrument,
		title: titleOfReport(instrument.title, instrument.acronym, dueDay),
		form: 'follow-up',
		dueDay,
		dutyId: null,
		leadActorId: report.row.lead_actor_id
	})
	await here.run(linkRecords, {
		from: made.id,
		fromKind: 'treaty-report',
		type: 'follows-from',
		to: report.id,
		toKind: 'treaty-report'
	})
	return made.reference
}

type Entering = z.output<typeof Recommended> & { index: number; day: string }

/** Enters a recommendation; what is wrong with one of several is told with its place among them. */
async function enter(here: Writing, report: FoundTreatyReport, { index, day, due, ...wording }: Entering) {
	try {
		const isOpen = ['public', 'workspace'].includes(audienceChoice(report.audience))
		const made = await here.run(proposeRecommendation, {
			...wording,
			day,
			// Nobody reads of a report they may not see.
			...(isOpen ? {} : { audience: 'secretariat' as const }),
			...(due === undefined ? {} : { dueDay: due })
		})
		await here.run(linkRecords, {
			from: made.id,
			fromKind: 'recommendation',
			type: 'follows-from',
			to: report.id,
			toKind: 'treaty-report'
		})
		return made.reference
	} catch (error) {
		if (!isRefusal(error, 'invalid')) throw error
		const path = (field: readonly (string | number)[]) =>
			field.flatMap(partsOf).map((part) => (part === 'dueDay' ? 'due' : part))
		throw invalid(error.issues.map((issue) => ({ ...issue, path: ['recommendations', index, ...path(issue.path)] })))
	}
}

// A place in a list is told as one word there, `areas.0`.
const partsOf = (part: string | number): (string | number)[] =>
	typeof part === 'number' ? [part] : part.split('.').map((word) => (/^\d+$/.test(word) ? Number(word) : word))

/** Gives up a report that is not to be written, with the reason. */
export const dropTreatyReport = command({
	name: 'treatyReport.drop',
	input: z.strictObject({ report: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { report }) => getTreatyReportRow(here, report),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, _input, report) {
		const { held } = await moved(here, report, { move: 'drop', day: here.today })
		await here.write.change('treaty_report', report.id, { state: 'dropped', dialogue_day: held })
		return { id: report.id, reference: report.reference }
	}
})
