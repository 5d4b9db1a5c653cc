import { isRedirect } from '@sveltejs/kit'
import type { Command } from '#platform/operation/operation.server.ts'
import { formAction } from '../../face.server.ts'

type Action = ReturnType<typeof formAction>

/**
 * As `formAction`, for a command whose answer holds what is shown this once only: done, the same page shows it, and nothing
 * leads on, so that no address and no cookie carries the secret.
 */
export function shownOnceAction<Input, Result>(
	command: Command<Input, Result>,
	fixed: (event: Parameters<Action>[0], form: FormData) => Record<string, unknown> = () => ({})
) {
	return async (event: Parameters<Action>[0]) => {
		let shown: { result: Result } | undefined
		const action = formAction(command, fixed, (result) => {
			shown = { result }
			return event.url.pathname
		})
		try {
			return await action(event)
		} catch (thrown) {
			if (!isRedirect(thrown) || shown === undefined) throw thrown
			return { shown: shown.result }
		}
	}
}
