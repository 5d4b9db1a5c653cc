import { z } from 'zod'
import { Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { countUpTo, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepsAccess } from './access-rules.ts'
import { refuseMarkedCaseworker, resolveSeatActor } from './find-seats.server.ts'
import { GROUP_CLAIM } from './provisioned-seats.server.ts'
import { matching, rulesInForce } from './seat-giving.server.ts'
import { knownSeat, SeatRole } from './seat-operations.ts'

export const RULE_SOURCES = ['provider', 'provisioning'] as const
const Source = z.enum(RULE_SOURCES)

const RuleItem = z.object({
	id: z.string(),
	source: Source,
	issuer: z.string(),
	claim: z.string(),
	value: z.string(),
	role: SeatRole,
	actor: RecordReference.nullable(),
	office: z.string(),
	createdAt: z.date(),
	withdrawnAt: z.date().nullable(),
	withdrawnReason: z.string().nullable(),
	/** How many people hold a seat by it now. */
	holders: z.int()
})

/** Which claims of a sign-in, and which groups of a ministry's own directory, give which seat. */
export const listSeatRules = query({
	name: 'seatRule.list',
	input: listInput({ source: AnyOf(Source), role: AnyOf(SeatRole), withdrawn: z.boolean() }, [
		'claim',
		'value',
		'created'
	]),
	output: listed(RuleItem),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, input) {
		const columns = { claim: 'seat_rule.claim', value: 'seat_rule.value', created: 'seat_rule.created_at' }
		const part = listPart(here.secret, input, columns, 'seat_rule.id')
		const { source, role, withdrawn = false } = input.filter ?? {}
		let found = here.tx
			.selectFrom('seat_rule')
			.where('seat_rule.workspace_id', '=', here.workspace.id)
			.where('seat_rule.withdrawn_at', withdrawn ? 'is not' : 'is', null)
		if (source) found = found.where('seat_rule.source', 'in', source)
		if (role) found = found.where('seat_rule.role', 'in', role)
		const rows = await found
			.selectAll('seat_rule')
			.select((select) =>
				select
					.selectFrom('person_seat')
					.select((inner) => inner.fn.countAll<number>().as('holders'))
					.whereRef('person_seat.workspace_id', '=', 'seat_rule.workspace_id')
					.whereRef('person_seat.rule_id', '=', 'seat_rule.id')
					.where('person_seat.ended_at', 'is', null)
					.as('holders')
			)
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('seat_rule.id'))
		const actors = await referencesOf(
			here,
			rows.map((row) => row.actor_id)
		)
		return toList(here.secret, part, rows, total, input, {
			value: (row) =>
				input.sort.endsWith('created') ? row.created_at : input.sort.endsWith('value') ? row.value : row.claim,
			item: (row) => ({
				id: row.id,
				source: row.source,
				issuer: row.issuer,
				claim: row.claim,
				value: row.value,
				role: row.role,
				actor: (row.actor_id && actors.get(row.actor_id)) || null,
				office: row.office,
				createdAt: row.created_at,
				withdrawnAt: row.withdrawn_at,
				withdrawnReason: row.withdrawn_reason,
				holders: row.holders ?? 0
			})
		})
	}
})

/**
 * Adds a rule: whoever signs in by that issuer with that value in that claim, or is provisioned in that group, is given a
 * seat of this kind. Addresses of mail are no claim a rule may name: they change hands.
 */
export const addSeatRule = command({
	name: 'seatRule.add',
	input: z.strictObject({
		source: Source,
		issuer: z.url().max(400).optional(),
		claim: Text(100).optional(),
		value: Text(300),
		role: SeatRole,
		actor: Reference.optional(),
		office: Text(200),
		reason: Text(2_000).optional()
	}),
	output: z.object({ id: z.string() }),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, input) {
		const { issuer, claim } = namedBy(input)
		const actorId = (await resolveSeatActor(here, input.actor)) ?? null
		if (input.role === 'member' && actorId === null)
			throw invalid([{ path: ['actor'], code: 'access.member-needs-actor' }])
		await refuseMarkedCaseworker(here, input.role, actorId)
		const rules = await rulesInForce(here, input.source)
		const isThere = matching(rules, { issuer, values: { [claim]: [input.value] } }).some(
			(rule) => rule.role === input.role && rule.actor_id === actorId && rule.office === input.office
		)
		if (isThere) throw conflict('access.rule-there')
		const id = await here.write.add('seat_rule', {
			source: input.source,
			issuer,
			claim,
			value: input.value,
			role: input.role,
			actor_id: actorId,
			office: input.office,
			created_at: here.now,
			withdrawn_at: null,
			withdrawn_reason: null
		})
		return { id }
	}
})

const OF_MAIL = /^e-?mail(s|_?address(es)?|_?verified)?$/i

/** What a rule goes by: an issuer and a claim of its own, or the groups of the provisioning, which have neither. */
function namedBy({
	source,
	issuer,
	claim
}: {
	source: string
	issuer?: string | undefined
	claim?: string | undefined
}) {
	if (source === 'provisioning') return { issuer: '', claim: GROUP_CLAIM }
	const missing = [...(issuer === undefined ? ['issuer'] : []), ...(claim === undefined ? ['claim'] : [])]
	if (issuer === undefined || claim === undefined)
		throw invalid(missing.map((field) => ({ path: [field], code: 'platform.field.missing' })))
	if (OF_MAIL.test(claim)) throw invalid([{ path: ['claim'], code: 'access.rule-by-mail' }])
	return { issuer, claim }
}

async function findRule(here: Here, { rule }: { rule: string }) {
	if (!keepsAccess(here.seat)) return undefined
	const row = await here.tx
		.selectFrom('seat_rule')
		.select(['id', 'withdrawn_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', rule)
		.executeTakeFirst()
	if (!row) throw absent('access.no-such-rule')
	return row
}

/**
 * Withdraws a rule. Seats it gave stay until the person signs in again or the provisioning says something of them: then
 * what no rule gives any more ends.
 */
export const withdrawSeatRule = command({
	name: 'seatRule.withdraw',
	input: z.strictObject({ rule: Identifier, reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: findRule,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, { reason }, found) {
		const row = knownSeat(found)
		if (row.withdrawn_at !== null) throw conflict('access.rule-withdrawn')
		await here.write.change('seat_rule', row.id, { withdrawn_at: here.now, withdrawn_reason: reason })
		return { id: row.id }
	}
})

/** Which seats somebody would be given who brings these values; tries the rules out and changes nothing. */
export const trySeatRules = query({
	name: 'seatRule.try',
	input: z.strictObject({
		source: Source,
		issuer: z.string().max(400).optional(),
		/** Claims with their values, as a sign-in brings them; for provisioning the groups. */
		values: z.record(Text(100), z.array(Text(300)).max(200))
	}),
	output: z.object({
		seats: z.array(
			z.object({
				rule: z.string(),
				claim: z.string(),
				value: z.string(),
				role: SeatRole,
				actor: RecordReference.nullable(),
				office: z.string()
			})
		)
	}),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, { source, issuer = '', values }) {
		const rules = matching(await rulesInForce(here, source), { issuer, values })
		const actors = await referencesOf(
			here,
			rules.map((rule) => rule.actor_id)
		)
		return {
			seats: rules.map((rule) => ({
				rule: rule.id,
				claim: rule.claim,
				value: rule.value,
				role: rule.role,
				actor: (rule.actor_id && actors.get(rule.actor_id)) || null,
				office: rule.office
			}))
		}
	}
})
