import { beforeEach, expect, test } from 'vitest'
import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { writeXlsForm } from '#modules/registers/xlsform/write-xlsform.ts'
import { declarationOf } from '../../../../../../tests/fixtures/declared.ts'
import { sendFile } from '../../../../../../tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../../../tests/fixtures/workspace.ts'
import { called, visitorOf } from '../../visit.testing.ts'
import * as sending from '../../all/xlsform/+page.server.ts'
import * as looking from '../../all/xlsform/[file=identifier]/+page.server.ts'
import * as importing from '../import/[file=identifier]/+page.server.ts'
import * as captured from './+page.server.ts'
import * as download from './form/+server.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	const declaration = declarationOf({ key: 'list', code: 'LST', title: 'List', seen: 'workspace' })
	await (await made.as('administrator')).run(declareRegister, { declaration })
})

const event = (seat: SeatKey, params: Record<string, string> = {}) => visitorOf(made, 'list').eventOf(seat, params)

test('the page of a register has its form to take along, and says what it does not do', async () => {
	expect(await called(captured.load, await event('secretariat'))).toMatchObject({
		version: '2026030201',
		notes: [],
		home: expect.stringMatching(/\/register\/list$/)
	})
	const answer = await called(download.GET, await event('secretariat'))
	expect(answer instanceof Response && answer.headers.get('content-disposition')).toContain('list-xlsform.xlsx')
	await expect(called(captured.load, await event('observer'))).rejects.toMatchObject({ status: 403 })
})

test('a form that was sent is looked through as any declaration is, beside what a register does otherwise', async () => {
	const bytes = await writeXlsForm({
		survey: {
			columns: ['type', 'name', 'label'],
			rows: [
				{ type: 'text', name: 'name', label: 'Name' },
				{ type: 'image', name: 'photo', label: 'Photo' },
				{ type: 'note', name: 'hello', label: 'Hello' }
			]
		},
		choices: { columns: ['list_name', 'name', 'label'], rows: [] },
		settings: { columns: ['form_id', 'form_title'], rows: [{ form_id: 'visits', form_title: 'Visits' }] }
	})
	expect(await called(sending.load, await event('administrator'))).toHaveProperty('keys')
	const file = await sendFile(await made.as('administrator'), { name: 'visits.xlsx', bytes })
	expect(await called(looking.load, await event('administrator', { file }))).toMatchObject({
		name: 'visits.xlsx',
		notes: [{ sheet: 'survey', row: 4, column: 'type', what: expect.stringContaining('hint') }],
		looked: { register: 'visits', from: null, to: 1, faults: [] },
		unlisted: 0
	})
	await expect((async () => called(sending.load, await event('secretariat')))()).rejects.toMatchObject({ status: 403 })
})

test('a file that is no form, or a form that asks nothing, leads back to where another one is sent', async () => {
	const survey = { columns: ['type', 'name', 'label'], rows: [{ type: 'note', name: 'hello', label: 'Hello' }] }
	const nothing = { columns: ['list_name', 'name', 'label'], rows: [] }
	const settings = { columns: ['form_id'], rows: [{ form_id: 'empty' }] }
	const files = {
		'no-survey': { name: 'list.csv', bytes: Buffer.from('name\r\nx') },
		'no-questions': { name: 'empty.xlsx', bytes: await writeXlsForm({ survey, choices: nothing, settings }) }
	}
	for (const [why, given] of Object.entries(files)) {
		const file = await sendFile(await made.as('administrator'), given)
		const looked = (async () => called(looking.load, await event('administrator', { file })))()
		await expect(looked).rejects.toMatchObject({
			status: 303,
			location: expect.stringMatching(new RegExp(`/register/all/xlsform\\?unread=${why}$`))
		})
	}
	const there = await event('administrator')
	there.url.searchParams.set('unread', 'no-survey')
	expect(await called(sending.load, there)).toMatchObject({ unread: expect.stringContaining('survey') })
})

test('what was brought in is told as what was done, and not as what is there already', async () => {
	const keeper = await made.as('secretariat')
	const file = await sendFile(keeper, { name: 'list.csv', bytes: Buffer.from('name\r\nOne\r\nTwo') })
	const shown = async (query: string) => {
		const there = await event('secretariat', { file })
		for (const [name, value] of new URLSearchParams(query)) there.url.searchParams.set(name, value)
		return called(importing.load, there)
	}
	expect(await shown('done')).toMatchObject({ isDone: false, preview: { counts: { added: 2, there: 0 } } })
	const { contents } = await keeper.ask(previewEntryImport, { register: 'list', file })
	await keeper.run(importEntries, { register: 'list', file, contents })
	// No address makes it more than there is.
	expect(await shown('done&changed=99')).toMatchObject({
		isDone: true,
		preview: { counts: { added: 2, changed: 0, there: 0, unchanged: 0 } }
	})
	expect(await shown('')).toMatchObject({ isDone: false, preview: { counts: { added: 0, there: 2 } } })
})
