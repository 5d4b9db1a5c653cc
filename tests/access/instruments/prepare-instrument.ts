import { z } from 'zod'
import { audienceTokens } from '#platform/access/seat.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { commandOf, perform, recordsOf, upload } from '../by-name.ts'

const WHOLE = {
	form: 'convention',
	scope: 'regional',
	isBinding: true,
	adoptedOn: '2009-10-23',
	inForceOn: '2012-12-06',
	entryDays: 30,
	depositary: 'Depositary of the test'
}
const Noted = z.looseObject({ status: z.string() })
const Added = z.looseObject({ duty: z.string() })

/**
 * An instrument that everybody sees and one that only insiders see: each with a status, a text, an obligation, a duty to report and
 * reports at every step.
 */
export async function prepareInstrument(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	const closed = (await recordsOf(made)).find((record) => record.key === 'closed-group')?.id ?? ''
	for (const [which, title, audience] of [
		['open', 'Open', ['public']],
		['closed', 'Shadow', audienceTokens('members', closed)]
	] as const) {
		const instrument = await perform(administrator, 'instrument.add', {
			key: `${title.toLowerCase()}-instrument`,
			name: `${title} instrument`,
			audience: 'public',
			areas: ['labour-migration'],
			...WHOLE
		})
		await showTo(made, instrument, audience)
		put(`${which} instrument`, instrument)
		const version = async () => (await recordsOf(made)).find(({ id }) => id === instrument)?.version
		const noted = Noted.parse(
			await administrator.runRaw(commandOf('instrument.setStatus'), {
				instrument,
				version: await version(),
				event: 'ratified',
				day: '2013-12-13',
				source: `${title} source`
			})
		)
		put(`${which} status`, noted.status)
		await administrator.runRaw(commandOf('instrument.addText'), {
			instrument,
			version: await version(),
			file: await upload(made, administrator, 'convention.txt', `${title} text of the instrument`),
			title: `${title} text`
		})
		const { duty } = Added.parse(
			await administrator.runRaw(commandOf('reportingDuty.add'), {
				instrument,
				version: await version(),
				article: 'Article 14',
				body: `${title} committee of experts`,
				everyMonths: 24
			})
		)
		put(`${which} duty`, duty)
		for (const name of ['obligation', 'other obligation'])
			put(
				`${which} ${name}`,
				await perform(administrator, 'obligation.add', {
					instrument,
					article: `Article of ${name}`,
					text: `${title} ${name}: protect everybody.`
				})
			)
		for (const name of ['treaty report', 'submitted treaty report']) {
			const report = await perform(administrator, 'treatyReport.add', {
				instrument,
				title: `${title} ${name}`,
				form: 'periodic',
				due: '2026-06-30',
				duty,
				lead: 'labour'
			})
			put(`${which} ${name}`, report)
			if (name === 'submitted treaty report')
				await administrator.runRaw(commandOf('treatyReport.submit'), { report, version: 1, day: '2026-01-20' })
		}
	}
}

/** Lets few see a record: no form offers the members of a structure for what belongs to none. */
async function showTo(made: TestWorkspace, id: string, audience: readonly string[]) {
	const administrator = await made.as('administrator')
	const showing = command({
		name: 'workspace.import',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			await here.write.changeRecord(id, { audience })
			return {}
		}
	})
	await administrator.run(showing, {})
}
