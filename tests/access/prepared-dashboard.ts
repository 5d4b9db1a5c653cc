import type { TestWorkspace } from '../fixtures/workspace.ts'
import { perform } from './by-name.ts'

/** A secretariat report on the committee that everybody reads, and one on the closed group that its members read. */
export async function prepareReports(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const days = { from: '2025-10-01', to: '2025-12-31' }
	put(
		'open report',
		await perform(administrator, 'secretariatReport.draft', { structure: 'committee', audience: 'public', ...days })
	)
	put('closed report', await perform(administrator, 'secretariatReport.draft', { structure: 'closed-group', ...days }))
}
