import { v7 as uuid } from 'uuid'
import { programOf, type Entrance, type Visit } from './entrance.server.ts'
import type { SignInWay } from './schema.ts'

/** What came of somebody at the door, or of what they changed about how they enter. */
export type Outcome = 'done' | 'wrong' | 'second-factor-asked' | 'second-factor-wrong'
export type Change =
	| 'password-set'
	| 'second-factor-on'
	| 'second-factor-off'
	| 'recovery-codes-made'
	| 'passkey-added'
	| 'passkey-removed'
	| 'provider-linked'
	| 'provider-unlinked'
	| 'reset-asked'

/** Notes what was tried at the door: for the person it concerns, and for whoever keeps the installation. */
export async function note(
	{ people }: Pick<Entrance, 'people'>,
	visit: Visit,
	what: { person: string | null; method: SignInWay | 'account'; outcome: Outcome | Change }
): Promise<void> {
	await people
		.insertInto('sign_in_log')
		.values({
			id: uuid(),
			person_id: what.person,
			at: visit.now,
			method: what.method,
			outcome: what.outcome,
			address: visit.address,
			program: programOf(visit)
		})
		.execute()
}

/** What was tried with a person's account lately, newest first. */
export async function listSignIns({ people }: Pick<Entrance, 'people'>, person: string) {
	return people
		.selectFrom('sign_in_log')
		.select(['id', 'at', 'method', 'outcome', 'address', 'program'])
		.where('person_id', '=', person)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(20)
		.execute()
}

const ADDRESS_KNOWN_DAYS = 90

/** Whether a person entered before, as far as it is still known, and whether they did from where the visit comes. */
export async function enteredBefore(
	{ people }: Pick<Entrance, 'people'>,
	person: string,
	{ address, now }: Visit
): Promise<{ ever: boolean; fromHere: boolean }> {
	const row = await people
		.selectFrom('sign_in_log')
		.select((log) => [
			log.fn.countAll<number>().as('times'),
			log.fn.countAll<number>().filterWhere('address', '=', address).as('from_here')
		])
		.where('person_id', '=', person)
		.where('outcome', '=', 'done')
		.where('at', '>', new Date(now.getTime() - ADDRESS_KNOWN_DAYS * 86_400_000))
		.executeTakeFirstOrThrow()
	return { ever: row.times > 0, fromHere: row.from_here > 0 }
}
