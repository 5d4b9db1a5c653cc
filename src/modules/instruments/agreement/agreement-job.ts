import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { renewAgreements } from './agreement-commands.ts'

/** Every hour, since a day begins at another hour in each country. */
export const renewEachDay = defineTimed({
	name: 'agreement.renew',
	cron: '11 * * * *',
	async run(opening) {
		await run(opening, renewAgreements, {})
	}
})
