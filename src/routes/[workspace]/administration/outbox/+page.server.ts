import { cancelMail, listMails, resendMail } from '#platform/mail/mail-operations.ts'
import { MAIL_STATES } from '#platform/mail/schema.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { listPart } from '../../../list-page.ts'
import { sayReason } from '../say-operation.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listMails, url), (mail) => ({
		id: mail.id,
		mail: {
			href: `/${workspace}/administration/outbox/${mail.id}`,
			label: words.t(`operating.template.${mail.template}`)
		},
		name: mail.name,
		to: mail.email ?? mail.seat?.office ?? null,
		state: mail.state,
		reason: mail.reason === null ? null : sayReason(words, { code: mail.reason }),
		attempts: mail.attempts,
		createdAt: mail.createdAt,
		sentAt: mail.sentAt,
		mayChoose: mail.state !== 'sent' && mail.state !== 'cancelled'
	}))
	return { list, states: MAIL_STATES, isOn: mailIsOn(), keys: formKeys(locals) }
}

// Where nothing was chosen the list is empty, and the operation says so.
const chosen = (_event: unknown, form: FormData) => ({ mails: form.getAll('mails').map(String) })

export const actions: Actions = {
	resend: formAction(resendMail, chosen),
	cancel: formAction(cancelMail, chosen)
}
