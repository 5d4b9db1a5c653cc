import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { v7 as uuid } from 'uuid'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { Clearable, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow, getObligationRow } from './find-instrument.server.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { Language } from './instrument-fields.server.ts'
import { sameArticle, sameWords, titleOfObligation } from './instrument-rules.ts'

const Areas = z.array(Reference).max(60)
const Article = Text(60)
const Wording = Text(10_000)

/** Adds what an instrument obliges States to, with the article that says so; the same obligation is not added twice. */
export const addObligation = command({
	name: 'obligation.add',
	input: z.strictObject({
		instrument: Reference,
		version: Version.optional(),
		article: Article,
		text: Wording,
		language: Language.optional(),
		/** Its place among the obligations of the instrument; behind the last by default. */
		position: z.int().min(1).max(10_000).optional(),
		areas: Areas.optional(),
		/** Where the paraphrase is from: `from memory, unchecked`. */
		note: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { article, text, language, position, areas, note }, instrument) {
		refuseWithdrawn(instrument)
		await here.write.lockRecord(instrument.id)
		await refuseDouble(here, { instrumentId: instrument.id, article, text })
		const themes = await areaIds(here, areas ?? [])
		const { key, last } = await nextPlace(here, instrument)
		const id = await here.write.addRecord({
			id: uuid(),
			kind: 'obligation',
			key,
			number: null,
			title: { [here.workspace.language]: titleOfObligation(article, text) },
			audience: instrument.audience,
			...(note === undefined ? {} : { origin_note: note })
		})
		await here.write.add('obligation', {
			id,
			instrument_id: instrument.id,
			article,
			position: position ?? last + 1,
			text,
			language: language ?? here.workspace.language
		})
		await putAreas(here, id, themes)
		return { id, reference: key }
	}
})

const sisters = (here: Here, instrumentId: string) =>
	here.tx
		.selectFrom('obligation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'obligation.workspace_id').onRef('record.id', '=', 'obligation.id')
		)
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.instrument_id', '=', instrumentId)

/** Refuses an obligation that the instrument has already: the same article in the same words. */
async function refuseDouble(
	here: Writing,
	wanted: { instrumentId: string; article: string; text: string; except?: string }
): Promise<void> {
	const rows = await sisters(here, wanted.instrumentId)
		.select(['record.id', 'record.key', 'obligation.article', 'obligation.text'])
		.where('record.state', '=', 'active')
		.execute()
	const same = rows.find(
		({ id, article, text }) =>
			id !== wanted.except &&
			sameArticle(article) === sameArticle(wanted.article) &&
			sameWords(text) === sameWords(wanted.text)
	)
	if (same) throw conflict('instruments.obligation-there', { obligation: same.key ?? '' })
}

/** The key of the next obligation: its number is never given twice, also where an earlier one was withdrawn. */
async function nextPlace(here: Writing, instrument: { id: string; reference: string }) {
	const rows = await sisters(here, instrument.id).select(['record.key', 'obligation.position']).execute()
	const taken = rows.flatMap(({ key }) => Number(/-(\d+)$/.exec(key ?? '')?.[1] ?? 0))
	const last = Math.max(0, ...rows.map(({ position }) => position))
	return { key: `${instrument.reference}-${String(Math.max(0, ...taken) + 1)}`, last }
}

/** Corrects the wording of an obligation, its article or its place; judgements on it stay. */
export const changeObligation = command({
	name: 'obligation.change',
	input: z.strictObject({
		obligation: Reference,
		version: Version,
		article: Article.optional(),
		text: Wording.optional(),
		language: Language.optional(),
		position: z.int().min(1).max(10_000).optional(),
		areas: Areas.optional(),
		note: Clearable(Text(2_000)),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { obligation }) => getObligationRow(here, obligation),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { article, text, language, position, areas, note }, obligation) {
		if (obligation.state !== 'active') throw conflict('instruments.obligation-withdrawn')
		const { row } = obligation
		await here.write.lockRecord(row.instrument_id)
		const next = { article: article ?? row.article, text: text ?? row.text }
		await refuseDouble(here, { instrumentId: row.instrument_id, ...next, except: obligation.id })
		await here.write.changeRecord(obligation.id, {
			title: { ...obligation.title, [here.workspace.language]: titleOfObligation(next.article, next.text) },
			...(note === undefined ? {} : { origin_note: note })
		})
		await here.write.change('obligation', obligation.id, { article, text, language, position })
		if (areas) await putAreas(here, obligation.id, await areaIds(here, areas))
		return { id: obligation.id, reference: obligation.reference }
	}
})

/** Withdraws an obligation that the instrument does not hold, with the reason; what was judged of it stays to be read. */
export const withdrawObligation = command({
	name: 'obligation.withdraw',
	input: z.strictObject({ obligation: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { obligation }) => getObligationRow(here, obligation),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { reason }, obligation) {
		if (obligation.state !== 'active') throw conflict('instruments.obligation-withdrawn')
		await here.write.changeRecord(obligation.id, { state: 'withdrawn', state_reason: reason })
		return { id: obligation.id, reference: obligation.reference }
	}
})
