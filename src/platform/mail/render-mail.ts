import { withDays } from '#platform/languages/said-days.ts'
import { speak, type Catalogue } from '#platform/languages/words.ts'
import { oneLine } from './address.ts'

/** A file that goes with a mail. */
export type Attachment = { name: string; mediaType: string } & ({ text: string } | { content: Uint8Array })

/** A mail as it is read: one subject, the text, and the same as simple HTML. */
export type MailContent = { subject: string; text: string; html: string; attachment?: Attachment }

export type ToRender = {
	template: string
	/** Whom it greets: a person, or an office that nobody is named for. */
	reader: string
	language: string
	params: Readonly<Record<string, string | number>>
	/** The name of the workspace it comes from; none for mail outside any. */
	workspace: string | null
	/** Where links that begin with a slash lead. */
	url: string | null
	timeZone?: string
}

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const LINK = /https?:\/\/[^\s<>"]+/g
const linked = (line: string) => {
	let html = ''
	let end = 0
	for (const { 0: link, index } of line.matchAll(LINK)) {
		html += `${escaped(line.slice(end, index))}<a href="${escaped(link)}">${escaped(link)}</a>`
		end = index + link.length
	}
	return html + escaped(line.slice(end))
}

const paragraph = (text: string) => `<p>${text.split('\n').map(linked).join('<br>\n')}</p>`

/**
 * Writes a mail in the reader's language, from the catalogue: the same words as text and as HTML, both in one frame that greets
 * whoever reads it. Days that the template names are written as that language writes them.
 */
export function renderMail(catalogue: Catalogue, mail: ToRender): MailContent {
	const words = speak(catalogue, mail.language, mail.timeZone === undefined ? {} : { timeZone: mail.timeZone })
	const workspace = mail.workspace ?? words.t('mail.product')
	const params = withDays(words, { workspace, ...mail.params })
	const whole = Object.fromEntries(
		Object.entries(params).map(([name, value]) => [
			name,
			typeof value === 'string' && value.startsWith('/') ? `${mail.url ?? ''}${value}` : value
		])
	)
	const subject = oneLine(words.t(`mail.${mail.template}.subject`, whole))
	const text = words.t(`mail.${mail.template}.text`, whole)
	const foot = words.t('mail.foot', { workspace })
	const greeting = words.t('mail.greeting', { name: oneLine(mail.reader) })
	const parts = [greeting, ...text.split(/\n{2,}/)]
	return {
		subject,
		text: `${parts.join('\n\n')}\n\n-- \n${foot}\n`,
		html: `<!doctype html>
<html lang="${escaped(mail.language)}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body>
${parts.map(paragraph).join('\n')}
<hr>
${paragraph(foot)}
</body>
</html>
`
	}
}
