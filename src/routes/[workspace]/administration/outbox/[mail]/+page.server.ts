import { z } from 'zod'
import { cancelMail, getMail, resendMail } from '#platform/mail/mail-operations.ts'
import { renderMail } from '#platform/mail/render-mail.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { catalogue } from '../../../../../words.ts'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { installation } from '../../../../installation.server.ts'
import { sayReason } from '../../say-operation.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words, workspace } = locals
	if (!z.uuid().safeParse(params.mail).success) refusePage(locals, url, absent('mail.no-such-mail'))
	const { content, reason, template, ...mail } = await locals.ask(getMail, { mail: params.mail })
	const rendered = content && {
		language: content.language,
		...renderMail(catalogue, {
			template,
			language: content.language,
			params: content.params,
			workspace: workspace?.name[content.language] ?? workspace?.name[workspace.language] ?? '',
			url: installation().facts.url ?? url.origin,
			...(workspace ? { timeZone: workspace.timeZone } : {})
		})
	}
	return {
		mail: {
			...mail,
			label: words.t(`operating.template.${template}`),
			reason: reason === null ? null : sayReason(words, { code: reason })
		},
		content: rendered && { subject: rendered.subject, text: rendered.text, language: rendered.language },
		isOn: mailIsOn(),
		keys: formKeys(locals)
	}
}

const about = ({ params }: { params: Partial<Record<string, string>> }) => ({ mails: [params['mail']] })

export const actions: Actions = { resend: formAction(resendMail, about), cancel: formAction(cancelMail, about) }
