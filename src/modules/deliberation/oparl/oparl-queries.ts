import { z } from 'zod'
import { Identifier } from '#platform/operation/fields.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { OPARL_TYPES, OParlFact } from './oparl-facts.ts'
import { madeWhen } from './made-when.ts'
import { OPARL_PAGE } from './oparl-page.ts'
import { factsOf } from './oparl-rows.server.ts'

const Type = z.enum(OPARL_TYPES)
const Moment = z.iso.datetime({ offset: true })

/** The workspace as OParl's *System* and *Body* tell it. */
export const getOParlSystem = query({
	name: 'oparl.system',
	input: z.strictObject({}),
	output: z.object({
		key: z.string(),
		name: z.record(z.string(), z.string()),
		language: z.string(),
		kind: z.string(),
		created: z.date(),
		modified: z.date()
	}),
	about: nothing,
	allow: everyone,
	async run({ tx, workspace }) {
		const row = await tx
			.selectFrom('workspace_setting')
			.select('changed_at')
			.where('workspace_id', '=', workspace.id)
			.executeTakeFirst()
		const created = madeWhen(workspace.id)
		return {
			key: workspace.key,
			name: workspace.name,
			language: workspace.language,
			kind: workspace.kind,
			created,
			modified: row?.changed_at ?? created
		}
	}
})

/** A page of the objects of a type, oldest first; those that are gone only to whoever asks what changed. */
export const listOParlObjects = query({
	name: 'oparl.list',
	input: z.strictObject({
		type: Type,
		after: Identifier.optional(),
		createdSince: Moment.optional(),
		createdUntil: Moment.optional(),
		modifiedSince: Moment.optional(),
		modifiedUntil: Moment.optional(),
		/** Meetings of this structure alone. */
		organization: Identifier.optional(),
		limit: z.int().min(1).max(OPARL_PAGE).default(OPARL_PAGE)
	}),
	output: z.object({ language: z.string(), items: z.array(OParlFact), next: z.string().nullable() }),
	about: nothing,
	allow: everyone,
	async run(here, { type, after, limit, organization, ...bounds }) {
		const moment = (text: string | undefined) => (text === undefined ? undefined : new Date(text))
		const found = await pageOf(
			(from, more) =>
				factsOf(here, type, {
					after: from,
					organization,
					createdSince: moment(bounds.createdSince),
					createdUntil: moment(bounds.createdUntil),
					modifiedSince: moment(bounds.modifiedSince),
					modifiedUntil: moment(bounds.modifiedUntil),
					limit: more
				}),
			after,
			limit
		)
		return { language: here.workspace.language, ...found }
	}
})

type Facts = Awaited<ReturnType<typeof factsOf>>

async function pageOf(
	read: (after: string | undefined, limit: number) => Promise<Facts>,
	after: string | undefined,
	limit: number
): Promise<{ items: OParlFact[]; next: string | null }> {
	const facts = await read(after, limit + 1)
	const items = facts.slice(0, limit)
	return { items, next: facts.length > limit ? (items.at(-1)?.fact.id ?? null) : null }
}

/** One object of a type; one that was withdrawn says that it is gone. */
export const getOParlObject = query({
	name: 'oparl.get',
	input: z.strictObject({ type: Type, id: Identifier }),
	output: z.object({ language: z.string(), item: OParlFact }),
	about: nothing,
	allow: everyone,
	async run(here, { type, id }) {
		const [item] = await factsOf(here, type, { id, limit: 1 })
		if (!item) throw absent('platform.no-such-record', { kind: 'record', reference: id })
		return { language: here.workspace.language, item }
	}
})
