/** The kinds of wrong request that RFC 7644, table 9 names. */
export type ScimType =
	| 'invalidFilter'
	| 'tooMany'
	| 'uniqueness'
	| 'mutability'
	| 'invalidSyntax'
	| 'invalidPath'
	| 'noTarget'
	| 'invalidValue'

/** What is wrong with a request of provisioning, before it reaches any person or group. */
export class ScimFault extends Error {
	readonly scimType: ScimType
	/** What the sentence of the fault names: an attribute, a path, the place in a filter. */
	readonly named: string

	constructor(scimType: ScimType, named: string) {
		super(`${scimType}: ${named}`)
		this.name = 'ScimFault'
		this.scimType = scimType
		this.named = named.slice(0, 200)
	}
}
