import { z } from 'zod'
import { answer, perform } from '../by-name.ts'
import { NOW, type TestWorkspace } from '../../fixtures/workspace.ts'
import { commandOf } from '../by-name.ts'

/** The register with a public form, which the secretariat looks after. */
export const FORM_REGISTER = 'sent-list'

const SENT_LIST = `register: ${FORM_REGISTER}
version: 1
code: SNT
names: { en: { one: Sent list, many: Sent list } }
about: { en: A register of the tests. }
title: name
seen: [keepers]
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: memo, type: long-text, names: { en: Memo } }
states: [{ key: begun, names: { en: Begun } }, { key: over, end: true, names: { en: Over } }]
moves: [{ key: finish, names: { en: Finish }, from: [begun], to: over, by: [keepers] }]
public_form:
  title: { en: Send something }
  introduction: { en: Of the tests. }
  thanks: { en: Thank you. }
  asks: [name, memo]
  reviewed_by: [keepers]
  open: true
`

const Form = z.looseObject({ ticket: z.looseObject({ text: z.string() }) })
const Sent = z.looseObject({ code: z.string() })
const Queue = z.looseObject({ items: z.array(z.looseObject({ number: z.string(), what: z.string() })) })

/** The ticket of the form as somebody opened it a minute ago. */
export async function ticketOfForm(made: TestWorkspace): Promise<string> {
	const earlier = await made.as('public', new Date(NOW.getTime() - 60_000))
	return Form.parse(await answer(earlier, 'publicForm.get', { register: FORM_REGISTER })).ticket.text
}

/** Two submissions, one of which is asked about, with the receipts of their senders, and an entry to take them over into. */
export async function prepareSubmissions(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	await perform(administrator, 'register.declare', { declaration: SENT_LIST })
	const stranger = await made.as('public')
	for (const [name, words] of [
		['closed submission', 'Shadow letter'],
		['closed asked', 'Shadow question']
	] as const) {
		const ticket = await ticketOfForm(made)
		const sent = await stranger.runRaw(commandOf('submission.send'), {
			register: FORM_REGISTER,
			ticket,
			values: { name: words, memo: 'Shadow memo of a stranger' }
		})
		put(`${name} code`, Sent.parse(sent).code)
		const { items } = Queue.parse(
			await answer(administrator, 'submission.list', { filter: { register: FORM_REGISTER } })
		)
		const submission = items.find(({ what }) => what === words)?.number ?? ''
		put(name, submission)
		if (name === 'closed asked')
			await administrator.runRaw(commandOf('submission.ask'), {
				register: FORM_REGISTER,
				submission,
				version: 1,
				text: 'Shadow matter'
			})
	}
	put(
		'sent entry',
		await perform(administrator, 'entry.add', { register: FORM_REGISTER, values: { name: 'Shadow sent' } })
	)
}
