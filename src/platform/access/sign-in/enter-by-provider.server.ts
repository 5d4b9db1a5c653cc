import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { logLine } from '#platform/log.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { conflict, isRefusal } from '#platform/operation/refusal.ts'
import { applySeatRules, workspacesWithRules } from '../seat-rules.server.ts'
import { publicSeat } from '../seat.ts'
import type { Workspace } from '../workspace.ts'
import type { Entered } from './enter.server.ts'
import { libraryHeaders, type Entrance, type Visit } from './entrance.server.ts'
import { addPerson, type Person } from './people.server.ts'
import type { Vouched } from './provider.server.ts'
import { note } from './sign-in-log.server.ts'
import { welcome } from './welcome.server.ts'

const Bringing = z.strictObject({
	issuer: z.string(),
	values: z.record(z.string(), z.array(z.string())),
	person: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() })
})

// Not in the registry: only a sign-in that the provider vouched for runs it, and what it gives is what the workspace's rules say.
const giveSeats = command({
	name: 'seat.byRules',
	input: Bringing,
	output: z.object({ given: z.array(z.string()), ended: z.array(z.string()) }),
	about: nothing,
	allow: () => true,
	run: (here, given) => applySeatRules(here, { source: 'provider', ...given })
})

/** What the seats of a workspace are given under: whoever opens it lends the registry and the secret. */
export type SeatsOpening = (workspace: Workspace) => Opening

/**
 * Lets somebody in for whom the identity provider vouches: known by issuer and subject, never by an address of mail alone.
 * Somebody new becomes a person; an address that is already a person's is linked by that person only, from their account.
 * In each workspace with rules the claims give and end seats.
 */
export async function enterByProvider(
	entrance: Entrance,
	visit: Visit,
	{ vouched, opening }: { vouched: Vouched; opening: SeatsOpening }
): Promise<Entered> {
	const person = (await personOf(entrance, vouched)) ?? (await newPerson(entrance, visit, vouched))
	await applyRules(entrance, { vouched, person, opening })
	if (person.hasSecondFactor && !vouched.isStrong) {
		const { headers } = await entrance.auth.api.askSecondFactor({
			body: { person: person.id },
			headers: libraryHeaders(visit),
			returnHeaders: true
		})
		await note(entrance, visit, { person: person.id, method: 'provider', outcome: 'second-factor-asked' })
		return { next: 'second-factor', cookies: headers.getSetCookie() }
	}
	const { headers } = await entrance.auth.api.enterPerson({
		body: { person: person.id, method: 'provider', isStrong: vouched.isStrong },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return {
		next: 'in',
		cookies: [...headers.getSetCookie(), ...(await welcome(entrance, visit, person.id, 'provider'))]
	}
}

async function personOf({ people }: Entrance, { issuer, subject }: Vouched) {
	const row = await people
		.selectFrom('sign_in_method')
		.innerJoin('person', 'person.id', 'sign_in_method.person_id')
		.select([
			'person.id',
			'person.name',
			'person.email',
			'person.language',
			'person.second_factor_enabled',
			'person.closed_at'
		])
		.where('sign_in_method.provider', '=', issuer)
		.where('sign_in_method.subject', '=', subject)
		.executeTakeFirst()
	if (!row) return undefined
	if (row.closed_at !== null) throw conflict('sign-in.account-closed')
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		language: row.language,
		hasSecondFactor: row.second_factor_enabled
	}
}

async function newPerson(
	entrance: Entrance,
	{ now }: Visit,
	{ issuer, subject, name, email, isEmailVerified }: Vouched
) {
	if (email === undefined) throw conflict('sign-in.provider-no-address')
	const id = await addPerson(entrance, { name, email, language: null, isEmailVerified, now }).catch(
		(refusal: unknown) => {
			throw isRefusal(refusal) ? conflict('sign-in.provider-address-known', { email }) : refusal
		}
	)
	await linkTo(entrance, { person: id, issuer, subject, now })
	return { id, name, email, language: null, hasSecondFactor: false }
}

async function linkTo(
	{ people }: Entrance,
	{ person, issuer, subject, now }: { person: string; issuer: string; subject: string; now: Date }
) {
	const { numInsertedOrUpdatedRows } = await people
		.insertInto('sign_in_method')
		.values({
			id: uuid(),
			person_id: person,
			provider: issuer,
			subject,
			password: null,
			created_at: now,
			changed_at: now
		})
		.onConflict((row) => row.columns(['provider', 'subject']).doNothing())
		.executeTakeFirstOrThrow()
	if (numInsertedOrUpdatedRows === 0n) throw conflict('sign-in.provider-linked-elsewhere')
}

/** Links an identity to the account of somebody who is signed in and asked for it; its claims give seats from now on. */
export async function linkProvider(
	entrance: Entrance,
	visit: Visit,
	{ vouched, person, opening }: { vouched: Vouched; person: Omit<Person, 'language'>; opening: SeatsOpening }
): Promise<void> {
	const known = await personOf(entrance, vouched)
	if (known?.id === person.id) return
	await linkTo(entrance, { person: person.id, issuer: vouched.issuer, subject: vouched.subject, now: visit.now })
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'provider-linked' })
	await applyRules(entrance, { vouched, person, opening })
}

type Giving = { vouched: Vouched; person: Omit<Person, 'language'>; opening: SeatsOpening }

// A rule that one workspace's firewall refuses must not keep the person from the seats of the others.
async function applyRules({ database }: Entrance, { vouched, person, opening }: Giving) {
	const { id, name, email } = person
	for (const workspace of await workspacesWithRules(database, vouched.issuer)) {
		const given = { issuer: vouched.issuer, values: vouched.values, person: { id, name, email } }
		await run(opening(workspace), giveSeats, given).catch((refusal: unknown) => {
			if (!isRefusal(refusal)) throw refusal
			logLine('warn', 'the rules of a workspace gave no seat', { workspace: workspace.key, code: refusal.code })
		})
	}
}

/** What seats by rules are run under: nobody's seat, since the rules of the workspace decide. */
export const openingForRules =
	(base: Omit<Opening, 'workspace' | 'seat'>) =>
	(workspace: Workspace): Opening => ({
		...base,
		workspace,
		seat: publicSeat
	})
