import { sendMail } from '#platform/mail/send-mail.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { FoundSubmission } from './find-submission.server.ts'
import { openEmail } from './keyed.server.ts'

/**
 * Writes to those who left an address that there is an answer, or a question: what it says stands behind the receipt alone, since
 * a mail is read on its way and by whoever has the address tomorrow.
 */
export async function tellSenders(
	here: Writing,
	{ register, row }: FoundSubmission,
	template: 'submission-answered' | 'submission-asked'
): Promise<void> {
	const receipts = await here.tx
		.selectFrom('submission_receipt')
		.select(['sealed_email', 'language'])
		.where('workspace_id', '=', here.workspace.id)
		.where('submission_id', '=', row.id)
		.where('sealed_email', 'is not', null)
		.orderBy('id')
		.execute()
	const { public_form: form, names } = register.compiled.declaration
	const told = new Set<string>()
	for (const { sealed_email: sealed, language } of receipts) {
		const email = sealed === null ? '' : openEmail(here.secret, sealed)
		// The same was sent several times by one.
		if (email === '' || told.has(email.toLowerCase())) continue
		told.add(email.toLowerCase())
		await sendMail(here, {
			template,
			to: { name: email, email, language },
			params: {
				form: form?.title[language] ?? form?.title['en'] ?? names['en']?.many ?? '',
				number: row.number,
				link: `/${here.workspace.key}/submit/receipt`
			},
			isPrivate: true
		})
	}
}
