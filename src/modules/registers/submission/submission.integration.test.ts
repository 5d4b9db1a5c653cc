import { beforeEach, expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { acceptSubmission } from './accept-submission.ts'
import { send, withConcerns } from '#tests/fixtures/public-concern.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'
import { listPublicForms, readPublicForm } from './public-queries.ts'
import { followSubmission } from './receipt-commands.ts'

const REGISTER = 'concern-test'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
})

const queue = async (state?: 'waiting' | 'accepted') =>
	(await made.as('secretariat')).ask(listSubmissions, {
		filter: { register: REGISTER, ...(state ? { state: [state] } : {}) }
	})

test('what a stranger sends waits apart, is no entry, and becomes one when a person accepts it as they corrected it', async () => {
	const { code, thanks } = await send(made, {
		values: { subject: 'My pasport was kept', kind: 'passport', country: 'ZAF' }
	})
	expect(thanks).toEqual({ en: 'Thank you.' })
	expect((await (await made.as('secretariat')).ask(listEntries, { register: REGISTER })).total).toBe(0)

	const { items, counts } = await queue()
	expect(items).toMatchObject([{ what: 'My pasport was kept', state: 'waiting', times: 1 }])
	expect(counts).toEqual({ waiting: 1 })
	const [item] = items
	const reviewer = await made.as('secretariat')
	const opened = await reviewer.ask(readSubmission, { register: REGISTER, submission: item?.number ?? '' })
	expect(opened.values).toEqual({ subject: 'My pasport was kept', kind: 'passport', country: 'ZAF' })

	const { entry } = await reviewer.run(acceptSubmission, {
		register: REGISTER,
		submission: opened.number,
		version: opened.version,
		values: { subject: 'My passport was kept', kind: 'passport', country: 'ZAF' }
	})
	const page = await reviewer.ask(getEntry, { entry })
	expect(page).toMatchObject({
		values: { subject: 'My passport was kept', country: 'ZAF' },
		standing: 'taken_up',
		submitted: '2026-03-02'
	})
	const followed = await (await made.as('public')).run(followSubmission, { code })
	expect(followed).toMatchObject({ found: true, state: 'accepted' })
	expect((await queue()).total).toBe(0)
})

test('the form tells strangers the fields that are theirs to fill in, who reads them and for how long they are kept, and nothing else', async () => {
	const stranger = await made.as('public')
	const form = await stranger.ask(readPublicForm, { register: REGISTER })
	expect(form.declaration.fields.map(({ key }) => key)).toEqual([
		'subject',
		'kind',
		'employer',
		'text',
		'country',
		'began',
		'paper',
		'phone'
	])
	expect(JSON.stringify(form)).not.toContain('remark')
	expect(form).toMatchObject({ standing: 'open', keptMonths: 6, readers: { roles: ['secretariat'] } })
	const { items } = await stranger.ask(listPublicForms, {})
	expect(items.map(({ register }) => register)).toEqual([REGISTER])
})

test('conditions, types and checks are those of the register, and all that is wrong is told at once', async () => {
	const refused = send(made, {
		values: { kind: 'work', began: '2027-01-01', country: 'XXX', phone: 'call me' }
	})
	const error: unknown = await refused.then(
		() => null,
		(thrown: unknown) => thrown
	)
	if (!isRefusal(error)) throw error
	expect(new Set(error.issues.map(({ path }) => path[1]))).toEqual(
		new Set(['subject', 'employer', 'began', 'country', 'phone'])
	)
	expect((await queue()).total).toBe(0)
})

test('what a check says is said in the language in which the form was read', async () => {
	const values = { subject: 'One', began: '2027-01-01' }
	const told = (message: string) => ({ issues: [{ path: ['values', 'began'], params: { message } }] })
	await expect(send(made, { values, language: 'fr' })).rejects.toMatchObject(told('Elle a commencé avant aujourd’hui.'))
	await expect(send(made, { values, language: 'pt' })).rejects.toMatchObject(told('It began before today.'))
})

test('hidden and kept fields cannot be filled in from outside', async () => {
	for (const field of ['remark', 'weight', 'no_such'])
		await expect(send(made, { values: { subject: 'One', [field]: 'x' } })).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['values', field], code: 'platform.field.unknown' }]
		})
})
