/** What a piece of work throws when it could not be done now and is to be tried again at an instant of its own choice. */
export class TryLater extends Error {
	/** Worded under `refusal.<code>`. */
	readonly code: string
	readonly at: Date
	constructor(code: string, at: Date) {
		super(code)
		this.name = 'TryLater'
		this.code = code
		this.at = at
	}
}
