import { z } from 'zod'
import { aKey, pitso, run } from './stage.ts'

const version = (answer: Record<string, unknown>) => z.object({ version: z.int() }).parse(answer).version
const text = (answer: Record<string, unknown>, field: string) => z.string().parse(answer[field])

const TABLE = `Participant,Signature,Ratification,State party
Zimbabwe,,13 Dec 2013,Yes
Lesotho,14 Dec 2010,24 Sep 2013,No
Ruritania,,1 Jan 2014,Yes
`

/** A status table as a depositary publishes it, sent to be looked at: with something new, something doubtful and something refused. */
async function aStatusTable(): Promise<string> {
	const form = new FormData()
	form.set('file', new File([TABLE], 'status.csv'))
	const sent = await fetch(`${pitso.address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${pitso.tokens.secretariat}` },
		body: form
	})
	return z.object({ id: z.string() }).parse(await sent.json()).id
}

/** An instrument with everything a page of it can show, and reports under it at two steps; for the pages that are looked at. */
export async function stageInstruments() {
	const instrument = aKey('instrument')
	await run('instrument.add', {
		key: instrument,
		name: `Invented convention ${instrument}`,
		form: 'convention',
		scope: 'continental',
		isBinding: true,
		adoptedOn: '2009-10-23',
		inForceOn: '2012-12-06',
		entryDays: 30,
		leavingMonths: 12,
		depositary: 'Invented depositary',
		summary: 'Invented for the pages that are looked at.'
	})
	const at = async () => version(await run('instrument.get', { instrument }))
	const noted = await run('instrument.setStatus', {
		instrument,
		version: await at(),
		event: 'ratified',
		day: '2013-12-13',
		source: 'Invented source'
	})
	for (const more of [
		{ event: 'declaration', day: '2013-12-13', text: 'Article 3 is read so.' },
		{ event: 'signed', day: '2010', country: 'LSO' },
		{ event: 'ratified', day: '2011-05-04', country: 'ZMB' }
	])
		await run('instrument.setStatus', { instrument, version: await at(), ...more })
	const { reference: obligation } = await run('obligation.add', {
		instrument,
		article: 'Article 3',
		text: 'Protect those who are displaced.',
		note: 'Invented'
	})
	const { duty } = await run('reportingDuty.add', {
		instrument,
		version: await at(),
		article: 'Article 14',
		body: 'Invented committee',
		firstMonths: 12,
		everyMonths: 24
	})
	const aReport = async (title: string) =>
		text(await run('treatyReport.add', { instrument, title, form: 'periodic', due: '2026-06-30', duty }), 'reference')
	const [report, submitted] = [await aReport('Report to come'), await aReport('Report submitted')]
	await run('treatyReport.submit', { report: submitted, version: 1, day: '2026-01-20' })
	return {
		instrument,
		status: text(noted, 'status'),
		obligation: z.string().parse(obligation),
		duty: z.string().parse(duty),
		table: await aStatusTable(),
		report,
		submitted
	}
}
