import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { remindOfWrittenProcedures } from './procedure-commands.ts'

/** Every morning: who has not answered is reminded before the deadline, who has to close after it. */
export const remindOfProcedures = defineTimed({
	name: 'writtenProcedure.remind',
	cron: '20 4 * * *',
	async run(opening) {
		await run(opening, remindOfWrittenProcedures, {})
	}
})
