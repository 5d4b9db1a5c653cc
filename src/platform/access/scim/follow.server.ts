import type { Writing } from '#platform/operation/operation.server.ts'
import { leaveSeat } from '../hold-seat.server.ts'
import { makeInvitation } from '../invitation-sending.server.ts'
import { giveByGroups, GROUP_CLAIM, groupsOf } from '../provisioned-seats.server.ts'
import { matching, rulesInForce, seatOfRule } from '../seat-giving.server.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { emailOfUser, nameOfUser, type ScimUser } from './resource.ts'

/** Why a holding ended whose holder was switched off from outside; a word for the catalogue, kept with the holding. */
export const LEFT_BY_PROVISIONING = 'provisioning'

type Followed = ScimUser & { id: string; personId: string | null }

/**
 * Lets the seats follow what the provisioning says of somebody. Switched off or removed they leave every seat of the workspace
 * at once, whoever gave it; else their groups give seats by the rules: at once to somebody who has signed in, by an invitation
 * to somebody who has not yet. Invitations that no group gives any more are revoked.
 */
export async function followProvisioning(here: Writing, user: Followed, isThere: boolean): Promise<void> {
	if (!isThere || !user.isActive) {
		await revokeAllBut(here, user.id, [])
		if (user.personId !== null) await leaveAll(here, user.personId)
		return
	}
	if (user.personId !== null) {
		await revokeAllBut(here, user.id, [])
		const person = { id: user.personId, name: nameOfUser(user), email: emailOfUser(user.emails) ?? '' }
		await giveByGroups(here, user.id, person)
		return
	}
	await inviteByGroups(here, user)
}

async function leaveAll(here: Writing, personId: string) {
	const held = await here.tx
		.selectFrom('person_seat')
		.select('seat_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('person_id', '=', personId)
		.where('ended_at', 'is', null)
		.orderBy('id')
		.execute()
	for (const { seat_id: seatId } of held) await leaveSeat(here, { seatId, reason: LEFT_BY_PROVISIONING })
}

const openInvitations = (here: Writing, provisionedId: string) =>
	here.tx
		.selectFrom('invitation')
		.select(['id', 'rule_id', 'expires_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('provisioned_person_id', '=', provisionedId)
		.where('used_at', 'is', null)
		.where('revoked_at', 'is', null)
		.orderBy('id')
		.execute()

async function revokeAllBut(here: Writing, provisionedId: string, rules: readonly string[]) {
	for (const row of await openInvitations(here, provisionedId))
		if (row.rule_id === null || !rules.includes(row.rule_id))
			await here.write.change('invitation', row.id, { revoked_at: here.now })
}

async function inviteByGroups(here: Writing, user: Followed) {
	const values = { [GROUP_CLAIM]: await groupsOf(here, user.id) }
	const rules = matching(await rulesInForce(here, 'provisioning'), { issuer: '', values })
	await revokeAllBut(
		here,
		user.id,
		rules.map((rule) => rule.id)
	)
	const email = emailOfUser(user.emails)
	// Without mail there is nobody to show a link to: an administrator invites them from the list of the provisioned.
	if (email === null || !mailIsOn()) return
	const invited = (await openInvitations(here, user.id)).filter((row) => row.expires_at > here.now)
	for (const rule of rules) {
		if (invited.some((row) => row.rule_id === rule.id)) continue
		const seat = await seatOfRule(here, rule)
		await makeInvitation(here, {
			seat: { id: seat.id, office: rule.office },
			name: nameOfUser(user),
			email,
			language: user.language ?? here.workspace.language,
			ruleId: rule.id,
			provisionedPersonId: user.id
		})
	}
}
