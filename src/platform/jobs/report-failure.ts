import { z } from 'zod'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'

/** Tells every administrator who can be reached that a job has failed for good. Not in the registry: only Pitso runs it. */
export const reportFailure = command({
	name: 'job.reportFailure',
	input: z.strictObject({ job: z.uuid(), operation: z.string() }),
	output: z.object({}),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { job, operation }) {
		const seats = await here.tx
			.selectFrom('seat')
			.innerJoin('person_seat', (on) =>
				on
					.onRef('person_seat.workspace_id', '=', 'seat.workspace_id')
					.onRef('person_seat.seat_id', '=', 'seat.id')
					.on('person_seat.ended_at', 'is', null)
			)
			.select('seat.id')
			.where('seat.workspace_id', '=', here.workspace.id)
			.where('seat.role', '=', 'administrator')
			.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', here.today)]))
			.orderBy('seat.id')
			.limit(20)
			.execute()
		for (const seat of seats)
			await sendMail(here, {
				template: 'job-failed',
				to: { seatId: seat.id },
				params: { operation },
				secretParams: { link: `/${here.workspace.key}/administration/jobs/${job}` }
			})
		return {}
	}
})
