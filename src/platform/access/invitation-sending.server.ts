import { mailIsOn, sendMail } from '#platform/mail/send-mail.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { hashSecret, makeSecret } from './find-seat.server.ts'

const INVITATION_DAYS = 7

type Invited = {
	seat: { id: string; office: string }
	name: string
	email: string
	language: string
	ruleId?: string | null
	provisionedPersonId?: string | null
}

/** What became of an invitation: mailed, or with the link to hand over where no mail is set. */
export type Sent = { id: string; link: string | null; isMailed: boolean; expiresAt: Date }

/**
 * Makes an invitation to a seat: a link with a secret of its own, good once and for seven days, of which only the hash is
 * kept. It is mailed; where no mail is set its path is given back instead, to be shown once.
 */
export async function makeInvitation(
	here: Writing,
	{ seat, name, email, language, ruleId = null, provisionedPersonId = null }: Invited
): Promise<Sent> {
	const secret = makeSecret()
	const expiresAt = new Date(here.now.getTime() + INVITATION_DAYS * 86_400_000)
	const id = await here.write.add('invitation', {
		seat_id: seat.id,
		name,
		email,
		language,
		hash: hashSecret(secret),
		invited_by_seat_id: here.seat.id,
		rule_id: ruleId,
		provisioned_person_id: provisionedPersonId,
		created_at: here.now,
		expires_at: expiresAt,
		used_at: null,
		revoked_at: null
	})
	const link = `/${here.workspace.key}/invitation/${secret}`
	if (!mailIsOn()) return { id, link, isMailed: false, expiresAt }
	await sendMail(here, {
		template: 'invitation',
		to: { name, email, language },
		params: {
			workspace: here.workspace.name[language] ?? here.workspace.name[here.workspace.language] ?? here.workspace.key,
			office: seat.office,
			name,
			days: INVITATION_DAYS
		},
		secretParams: { link }
	})
	return { id, link: null, isMailed: true, expiresAt }
}
