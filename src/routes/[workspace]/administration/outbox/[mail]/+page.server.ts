import { z } from 'zod'
import type { Workspace } from '#platform/access/workspace.ts'
import { cancelMail, getMail, resendMail } from '#platform/mail/mail-operations.ts'
import { readMail } from '#platform/mail/read-mail.server.ts'
import { renderMail, type MailContent } from '#platform/mail/render-mail.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { catalogue } from '../../../../../words.ts'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { installation } from '../../../../installation.server.ts'
import { sayReason } from '../../say-operation.ts'
import type { Actions, PageServerLoad } from './$types'

type Says = { subject: string; text: string; language: string; attachment: string | null }
/** What a mail says, that it is private, that its text was not kept, or the code of why it cannot be written now. */
type Shown = { says: Says } | { whyNot: string } | 'private' | 'not-kept'

const saysOf = ({ subject, text, attachment }: MailContent, language: string): Shown => ({
	says: { subject, text, language, attachment: attachment?.name ?? null }
})

type Read = Awaited<ReturnType<(typeof getMail)['perform']>>

async function shownOf(mail: Read, workspace: Workspace, origin: string): Promise<Shown> {
	if (!mail.content) return 'private'
	const { facts, ...place } = installation()
	const url = facts.url ?? origin
	const isOver = mail.state === 'sent' || mail.state === 'cancelled'
	if (mail.seat && !isOver) {
		const found = await readMail({ ...place, catalogue, url }, workspace, mail.id, new Date())
		return 'code' in found ? { whyNot: found.code } : saysOf(found.content, found.language)
	}
	// What a letter said was worked out as it left, for its reader alone.
	if (place.registry.letter(mail.template)) return 'not-kept'
	const { language, params } = mail.content
	const rendered = renderMail(catalogue, {
		template: mail.template,
		reader: mail.name ?? mail.seat?.office ?? mail.email ?? '',
		language,
		params,
		workspace: workspace.name[language] ?? workspace.name[workspace.language] ?? '',
		url,
		timeZone: workspace.timeZone
	})
	return saysOf(rendered, language)
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words, workspace } = locals
	if (!workspace || !z.uuid().safeParse(params.mail).success) refusePage(locals, url, absent('mail.no-such-mail'))
	const mail = await locals.ask(getMail, { mail: params.mail })
	const shown = await shownOf(mail, workspace, url.origin)
	const { content: _content, reason, template, ...rest } = mail
	return {
		mail: {
			...rest,
			label: words.t(`operating.template.${template}`),
			reason: reason === null ? null : sayReason(words, { code: reason })
		},
		content: typeof shown === 'object' && 'says' in shown ? shown.says : null,
		isPrivate: shown === 'private',
		whyNot: typeof shown === 'object' && 'whyNot' in shown ? sayReason(words, { code: shown.whyNot }) : null,
		isOn: mailIsOn(),
		keys: formKeys(locals)
	}
}

const about = ({ params }: { params: Partial<Record<string, string>> }) => ({ mails: [params['mail']] })

export const actions: Actions = { resend: formAction(resendMail, about), cancel: formAction(cancelMail, about) }
