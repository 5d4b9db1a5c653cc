import { z } from 'zod'
import { OPARL_TYPES, type OParlType } from './oparl-facts.ts'
import { OPARL_PAGE } from './oparl-page.ts'

/** The type of object that a part of an address names; undefined where there is no such type. */
export const oparlTypeOf = (part: string): OParlType | undefined => OPARL_TYPES.find((type) => type === part)

const Moment = z.iso.datetime({ offset: true })
const Query = z.object({
	after: z.uuid().optional(),
	organization: z.uuid().optional(),
	created_since: Moment.optional(),
	created_until: Moment.optional(),
	modified_since: Moment.optional(),
	modified_until: Moment.optional(),
	omit_internal: z.enum(['true', 'false']).optional(),
	elementsPerPage: z.coerce.number().int().min(1).optional()
})

/** What an address of a list asks, or undefined where a bound is no moment. More than a page holds is cut to a page. */
export function askedOf(params: URLSearchParams) {
	const parsed = Query.safeParse(Object.fromEntries(params))
	if (!parsed.success) return undefined
	const { after, organization, omit_internal, elementsPerPage = OPARL_PAGE, ...bounds } = parsed.data
	return {
		omitsInternal: omit_internal === 'true',
		input: {
			...(after === undefined ? {} : { after }),
			...(organization === undefined ? {} : { organization }),
			...(bounds.created_since === undefined ? {} : { createdSince: bounds.created_since }),
			...(bounds.created_until === undefined ? {} : { createdUntil: bounds.created_until }),
			...(bounds.modified_since === undefined ? {} : { modifiedSince: bounds.modified_since }),
			...(bounds.modified_until === undefined ? {} : { modifiedUntil: bounds.modified_until }),
			limit: Math.min(elementsPerPage, OPARL_PAGE)
		}
	}
}
