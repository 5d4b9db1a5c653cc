import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { holdSeat, leaveSeat, type Person } from './hold-seat.server.ts'
import type { SeatRuleTable } from './schema.ts'
import { freeSeatKey } from './seat-key.server.ts'

export type Rule = Pick<SeatRuleTable, 'id' | 'issuer' | 'claim' | 'value' | 'role' | 'actor_id' | 'office'>

/** What a person brings: the claims of a sign-in, or the groups of a provisioning. */
export type Brought = {
	source: SeatRuleTable['source']
	issuer: string
	values: Readonly<Record<string, readonly string[]>>
}

/** The rules that hold for what somebody brings. A claim is met by one of its values, letter by letter. */
export const matching = <T extends Pick<Rule, 'issuer' | 'claim' | 'value'>>(
	rules: readonly T[],
	{ issuer, values }: Pick<Brought, 'issuer' | 'values'>
): T[] =>
	rules.filter(
		(rule) =>
			rule.issuer === issuer && Object.hasOwn(values, rule.claim) && values[rule.claim]?.includes(rule.value) === true
	)

/** The rules of a workspace that are in force, oldest first. */
export const rulesInForce = (here: Pick<Here, 'tx' | 'workspace'>, source: SeatRuleTable['source']): Promise<Rule[]> =>
	here.tx
		.selectFrom('seat_rule')
		.select(['id', 'issuer', 'claim', 'value', 'role', 'actor_id', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('source', '=', source)
		.where('withdrawn_at', 'is', null)
		.orderBy('id')
		.execute()

/** Why a holding ended that no rule gives any more; a word for the catalogue, kept with the holding. */
export const LEFT_BY_RULE = 'rule'

/**
 * Gives and ends a person's seats in a workspace by its rules. What came by this source and no rule gives any more ends; what
 * came otherwise is left alone, and a rule gives no second seat of a kind that somebody holds. Gives the keys of both.
 */
export async function giveByRules(
	here: Writing,
	{ person, ...brought }: Brought & { person: Person }
): Promise<{ given: string[]; ended: string[] }> {
	const wanted = matching(await rulesInForce(here, brought.source), brought)
	const held = []
	const ended = []
	for (const holding of await heldBy(here, person.id)) {
		if (holding.source !== brought.source || wanted.some((rule) => isOf(rule, holding))) held.push(holding)
		else {
			await leaveSeat(here, { seatId: holding.seat_id, reason: LEFT_BY_RULE })
			ended.push(holding.key)
		}
	}
	const given = []
	for (const rule of wanted) {
		if (held.some((holding) => isOf(rule, holding))) continue
		const seat = await seatOfRule(here, rule)
		if (!(await isHeld(here, { seatId: seat.id, person, source: brought.source, ruleId: rule.id }))) continue
		given.push(seat.key)
		held.push({ role: rule.role, actor_id: rule.actor_id })
	}
	return { given, ended }
}

type Kind = { role: string; actor_id: string | null }
const isOf = (rule: Kind, held: Kind) => rule.role === held.role && rule.actor_id === held.actor_id

const heldBy = (here: Writing, personId: string) =>
	here.tx
		.selectFrom('person_seat')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'person_seat.workspace_id').onRef('seat.id', '=', 'person_seat.seat_id')
		)
		.select(['person_seat.seat_id', 'person_seat.source', 'seat.key', 'seat.role', 'seat.actor_id'])
		.where('person_seat.workspace_id', '=', here.workspace.id)
		.where('person_seat.person_id', '=', personId)
		.where('person_seat.ended_at', 'is', null)
		.orderBy('person_seat.id')
		.execute()

// The firewall and a seat taken in the same moment keep one seat back, not the sign-in.
async function isHeld(here: Writing, holding: Parameters<typeof holdSeat>[1]) {
	try {
		await holdSeat(here, holding)
		return true
	} catch (refusal) {
		if (isRefusal(refusal, 'conflict')) return false
		throw refusal
	}
}

/** A seat for a rule: one of its kind that nobody holds or is invited to, with what was left there, or a new one. */
export async function seatOfRule(here: Writing, rule: Rule): Promise<{ id: string; key: string }> {
	const free = await here.tx
		.selectFrom('seat')
		.select(['seat.id', 'seat.key'])
		.where('seat.workspace_id', '=', here.workspace.id)
		.where('seat.role', '=', rule.role)
		.where('seat.office', '=', rule.office)
		.where('seat.actor_id', rule.actor_id === null ? 'is' : '=', rule.actor_id)
		.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', here.today)]))
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom('person_seat')
						.select('person_seat.id')
						.whereRef('person_seat.workspace_id', '=', 'seat.workspace_id')
						.whereRef('person_seat.seat_id', '=', 'seat.id')
						.where('person_seat.ended_at', 'is', null)
				)
			)
		)
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom('invitation')
						.select('invitation.id')
						.whereRef('invitation.workspace_id', '=', 'seat.workspace_id')
						.whereRef('invitation.seat_id', '=', 'seat.id')
						.where('invitation.used_at', 'is', null)
						.where('invitation.revoked_at', 'is', null)
						.where('invitation.expires_at', '>', here.now)
				)
			)
		)
		.orderBy('seat.id')
		.executeTakeFirst()
	if (free) return free
	const key = await freeSeatKey(here, rule.office)
	const id = await here.write.add('seat', {
		key,
		role: rule.role,
		actor_id: rule.actor_id,
		office: rule.office,
		origin: 'entered',
		from_day: null,
		to_day: null,
		created_at: here.now
	})
	return { id, key }
}
