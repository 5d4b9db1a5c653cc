import { setRecordAudience } from '#platform/records/record-operations.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { perform, recordsOf } from '../by-name.ts'

/** Of those that everybody sees two, and one that only the members of the closed group see: each with parties and a checklist. */
export async function prepareAgreement(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	for (const [name, title, commission] of [
		['open', 'Open agreement', 'committee'],
		['other', 'Other agreement', 'committee'],
		['closed', 'Shadow agreement', 'closed-group']
	] as const) {
		const agreement = await perform(administrator, 'agreement.add', {
			key: `${title.toLowerCase().replace(' ', '-')}-of-labour`,
			name: title,
			form: 'bilateral-labour-agreement',
			subject: `${title} on labour`,
			stage: 'in-force',
			parties: [{ country: 'ZWE' }, { name: `${title} partner` }],
			commission,
			audience: 'public'
		})
		put(`${name} agreement`, agreement)
		put(
			`${name} agreement provision`,
			await perform(administrator, 'agreementProvision.add', {
				agreement,
				item: 'movement',
				has: 'partly',
				note: `${title} note`
			})
		)
		if (name === 'closed')
			await administrator.run(setRecordAudience, {
				record: agreement,
				kind: 'agreement',
				version: (await recordsOf(made)).find(({ id }) => id === agreement)?.version ?? 0,
				audience: 'members',
				reason: 'as the test says'
			})
	}
}
