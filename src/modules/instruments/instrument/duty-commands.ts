import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { Clearable, Identifier, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow, getReportingDutyRow } from './find-instrument.server.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { Language } from './instrument-fields.server.ts'

const Months = z.int().min(1).max(1_200)

function refuseEmpty(first: number | null, every: number | null) {
	if (first === null && every === null)
		throw invalid([{ path: ['everyMonths'], code: 'instruments.duty-without-period' }])
}

/** Adds a duty to report: the first time so many months after the instrument binds the State, then every so many. */
export const addReportingDuty = command({
	name: 'reportingDuty.add',
	input: z.strictObject({
		instrument: Reference,
		version: Version,
		article: Text(60).optional(),
		/** Whom the report goes to. */
		body: Text(300),
		firstMonths: Months.optional(),
		everyMonths: Months.optional(),
		language: Language.optional(),
		note: Text(2_000).optional()
	}),
	output: Done.extend({ duty: z.string() }),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input, instrument) {
		refuseWithdrawn(instrument)
		refuseEmpty(input.firstMonths ?? null, input.everyMonths ?? null)
		const duty = await here.write.add('reporting_duty', {
			instrument_id: instrument.id,
			article: input.article ?? null,
			body: input.body,
			first_months: input.firstMonths ?? null,
			every_months: input.everyMonths ?? null,
			language: input.language ?? here.workspace.language,
			state: 'active',
			origin: 'entered',
			origin_source: null,
			origin_year: null,
			origin_note: input.note ?? null
		})
		return { id: instrument.id, reference: instrument.reference, duty }
	}
})

/** Corrects a duty to report; reports that are made already keep their day. */
export const changeReportingDuty = command({
	name: 'reportingDuty.change',
	input: z.strictObject({
		duty: Identifier,
		version: Version.optional(),
		article: Clearable(Text(60)),
		body: Text(300).optional(),
		firstMonths: Clearable(Months),
		everyMonths: Clearable(Months),
		language: Language.optional(),
		note: Clearable(Text(2_000)),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { duty }) => getReportingDutyRow(here, duty),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input, { duty, ...instrument }) {
		if (duty.state === 'withdrawn') throw conflict('instruments.duty-withdrawn')
		const { firstMonths = duty.first_months, everyMonths = duty.every_months } = input
		refuseEmpty(firstMonths, everyMonths)
		await here.write.change('reporting_duty', duty.id, {
			article: input.article,
			body: input.body,
			first_months: firstMonths,
			every_months: everyMonths,
			language: input.language,
			origin_note: input.note
		})
		return { id: instrument.id, reference: instrument.reference }
	}
})

/** Withdraws a duty to report: no further report is called for; those that were made stay. */
export const withdrawReportingDuty = command({
	name: 'reportingDuty.withdraw',
	input: z.strictObject({ duty: Identifier, version: Version.optional(), reason: Text(2_000) }),
	output: Done,
	about: (here, { duty }) => getReportingDutyRow(here, duty),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, _input, { duty, ...instrument }) {
		if (duty.state === 'withdrawn') throw conflict('instruments.duty-withdrawn')
		await here.write.change('reporting_duty', duty.id, { state: 'withdrawn' })
		return { id: instrument.id, reference: instrument.reference }
	}
})
