import { isRefusal } from '#platform/operation/refusal.ts'
import { refusePage } from './face.server.ts'
import type { Session } from './session.server.ts'
import { refuseUnavailable } from './unavailable.server.ts'

type Asking = Pick<Session, 'ask' | 'askFrom' | 'attempt'>

/**
 * How pages ask: a refusal becomes the page for it. Where a page has an answer of its own to a refusal it says `attempt`, since
 * what `ask` threw is no refusal any more and would be caught by nobody.
 */
export function askingOfPage(session: Session, address: URL): Asking {
	const attempt: Session['attempt'] = (query, input) =>
		session.attempt(query, input).catch((thrown: unknown) => {
			refuseUnavailable(thrown, session.words)
			throw thrown
		})
	const refusing = <T>(answer: Promise<T>): Promise<T> =>
		answer.catch((thrown: unknown) => {
			if (isRefusal(thrown)) refusePage(session, address, thrown)
			refuseUnavailable(thrown, session.words)
			throw thrown
		})
	return {
		attempt,
		ask: (query, input) => refusing(session.attempt(query, input)),
		askFrom: (query, asked, fixed) => refusing(session.askFrom(query, asked, fixed))
	}
}
