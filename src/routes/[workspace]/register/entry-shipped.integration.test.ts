import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { addEntry, moveEntry } from '#modules/registers/entry/entry-commands.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { bringShippedRegisters } from '#modules/registers/load-shipped.server.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { visitorOf } from './visit.testing.ts'

const FOLDER = 'reference'
const shipped = readdirSync(`${FOLDER}/registers`).map((file) => file.replace(/\.yaml$/, ''))

let made: TestWorkspace
beforeAll(async () => {
	made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(bringShippedRegisters(FOLDER), {})
})

describe('the registers that are shipped', () => {
	test.each(shipped)('offer a form for a new entry: %s', async (key) => {
		const { visit } = visitorOf(made, key)
		const { html, text } = await visit('new', 'secretariat')
		expect([...sentOf(html).keys()].some((name) => name.startsWith('values:'))).toBe(true)
		expect(text).not.toContain('undefined')
		const refused = await visit('new', 'secretariat', {}, sentOf(html))
		expect(refused.html).toContain('role="alert"')
	})

	test('say of a move to an end which action of the entry it leaves open', async () => {
		const secretariat = await made.as('secretariat')
		const { reference } = await secretariat.run(addEntry, {
			register: 'secondment',
			values: {
				post: 'Adviser',
				sent_by: 'labour',
				host: 'health',
				begins: '2020-01-01',
				ends: '2020-12-31',
				capacity: 'working',
				handed_to: 'member'
			}
		})
		const move = async (key: string, version: number) =>
			secretariat.run(moveEntry, { entry: reference, version, move: key })
		await move('begin', 1)
		await move('hand_over', 2)
		const { items } = await secretariat.ask(listActions, {})
		const { visit } = visitorOf(made, 'secondment')
		const page = await visit('move', 'secretariat', { reference, move: 'end_alone' })
		expect(page.text).toContain(`The action ${items[0]?.reference ?? '?'}, which came of this entry, stays open`)
	})

	test('count the entries that name one, and lead to their list', async () => {
		const secretariat = await made.as('secretariat')
		const values = { kept_by: 'labour', host_country: 'ZAF', type: 'education', agreed: 'yes' }
		const add = (more: Record<string, string>) =>
			secretariat.run(addEntry, { register: 'diaspora-association', values: { ...values, ...more } })
		const { reference } = await add({ name: 'Umbrella of all' })
		await add({ name: 'Member of it', umbrella: reference })
		const { visit } = visitorOf(made, 'diaspora-association')
		const page = await visit('read', 'secretariat', { reference })
		const [, href = ''] = /href="([^"]*)"[^>]*>1</.exec(page.html) ?? []
		const asked = new URL(href.replaceAll('&amp;', '&'), 'http://pitso.example')
		expect(asked.pathname).toBe(`/${made.workspace.key}/register/diaspora-association`)
		expect(asked.searchParams.get('field[umbrella]')).toBe(reference)
		const { items } = await secretariat.ask(listEntries, {
			register: 'diaspora-association',
			filter: { fields: { umbrella: [reference] } }
		})
		expect(items.map(({ title }) => title['en'])).toEqual(['Member of it'])
		const form = await visit('new', 'secretariat')
		expect(form.text).toContain('Umbrella of all')
	})
})
