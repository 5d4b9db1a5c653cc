import type { Command } from '#platform/operation/operation.server.ts'
import { shownOnceAction } from './shown-once.server.ts'

/** The field in which a form asks for a seat: its field `seat` says who acts. */
export const CHOSEN_SEAT = 'about'

/** As `shownOnceAction`, for a command about a seat that is chosen in the form; refused, the choice stays. */
export function aboutChosenSeat<Input, Result>(command: Command<Input, Result>) {
	type Event = Parameters<ReturnType<typeof shownOnceAction<Input, Result>>>[0]
	return async (event: Event) => {
		const form = await event.request.formData()
		const given = form.get(CHOSEN_SEAT)
		const chosen = typeof given === 'string' ? given : ''
		const fields = [...form].flatMap(([name, value]) =>
			typeof value === 'string' && name !== CHOSEN_SEAT ? [[name, value]] : []
		)
		const request = new Request(event.request.url, { method: 'POST', body: new URLSearchParams(fields) })
		const action = shownOnceAction(command, () => ({ seat: chosen }))
		const done = await action({ ...event, request })
		if ('shown' in done) return done
		const { failure } = done.data
		failure.values[CHOSEN_SEAT] = chosen
		for (const issue of failure.issues) if (issue.path[0] === 'seat') issue.path[0] = CHOSEN_SEAT
		return done
	}
}
