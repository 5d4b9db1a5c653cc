import { z } from 'zod'
import { findVersion, getPolicyRow } from '#modules/instruments/policy/find-policy.server.ts'
import { keepText, type ReadProvision } from '#modules/instruments/policy/keep-text.server.ts'
import { versionsOf } from '#modules/instruments/policy/find-policy.server.ts'
import { doing } from '../../fixtures/workplace.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { answer, perform, recordsOf, upload } from '../by-name.ts'

const said = (prefix: string, numbers: readonly number[]): ReadProvision[] =>
	numbers.map((number, index) => ({
		position: index + 1,
		number: String(number),
		level: 1,
		heading: `${prefix} heading ${String(number)}`,
		above: [`Part I ${prefix}`],
		text: `${prefix} words of section ${String(number)}: ${WORDS[number] ?? ''}`
	}))

// So unlike each other that none is taken for another.
const WORDS: Readonly<Record<number, string>> = {
	1: 'each recruiter holds a licence of the minister',
	2: 'seasonal fishing at the lake needs no fee',
	3: 'whoever hides passports pays a fine of ten units'
}

const Listed = z.object({ items: z.array(z.object({ id: z.string(), number: z.string() })) })

/**
 * A law that everybody sees and one that only the keepers of all records see. Of each: stages that were entered and planned, two
 * versions whose text was read (a provision ended with the first, another began with the second), and one without text.
 */
export async function preparePolicy(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	for (const [which, prefix, audience] of [
		['open', 'Open', 'public'],
		['closed', 'Shadow', 'secretariat']
	] as const) {
		const policy = await perform(administrator, 'policy.add', {
			name: `${prefix} Recruitment Act`,
			form: 'act',
			stage: 'drafting',
			on: '2025',
			lead: 'labour',
			contributors: ['health'],
			areas: ['labour-migration'],
			summary: `${prefix} summary`,
			audience
		})
		put(`${which} policy`, policy)
		const version = (await recordsOf(made)).find(({ id }) => id === policy)?.version
		await perform(administrator, 'policy.planStage', { policy, version, stage: 'adopted', planned: '2026-12-31' })
		for (const [index, numbers] of [[1, 2], [1, 3], []].entries()) {
			const file = await upload(made, administrator, `draft-${String(index + 1)}.txt`, `${prefix} draft`)
			const label = `${prefix} draft ${String(index + 1)}`
			await perform(administrator, 'policy.addVersion', { policy, file, label, publish: true })
			await administrator.run(
				doing(async (here) => {
					const found = await getPolicyRow(here, policy)
					const last = (await versionsOf(here, policy)).at(-1)
					const row = last && (await findVersion(here, last.id))
					if (!row) throw new Error('the version was not added')
					// As the job that reads it would leave it.
					if (row.job_id) await here.write.change('job', row.job_id, { state: 'done', ended_at: here.now })
					if (numbers.length > 0) await keepText(here, found, row, said(prefix, numbers))
					else await here.write.change('policy_version', row.id, { state: 'unread', fault: 'no-text' })
				}),
				{}
			)
		}
		const { items } = Listed.parse(await answer(administrator, 'provision.list', { filter: { policy } }))
		for (const [name, number] of [
			['provision', '1'],
			['ended provision', '2'],
			['new provision', '3']
		] as const)
			put(`${which} ${name}`, items.find((one) => one.number === number)?.id ?? '')
	}
}
