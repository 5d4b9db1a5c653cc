import { render } from 'svelte/server'
import { expect, test, vi } from 'vitest'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { pivotEntries } from '#modules/registers/figures/pivot-queries.ts'
import { sampleRegister } from '#modules/registers/figures/sample-register.testing.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { WORDS } from '#ui/words.ts'
import { askingOfPage } from '../../../../asking.server.ts'
import type { Session } from '../../../../session.server.ts'
import { called, visitorOf } from '../../visit.testing.ts'
import * as server from './+page.server.ts'
import PivotPage from './+page.svelte'

vi.mock('$app/state', () => ({ page: { url: new URL('https://pitso.example/zwe/register/sample/pivot'), data: {} } }))
test('a cross table over too many entries is offered to be counted by itself, with its filters and the other ways to look', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register: 'sample', values: { name: 'One' } })
	const { eventOf } = visitorOf(made, 'sample')
	const shown = async () => {
		const event = await eventOf('secretariat', {})
		const { locals, url } = event
		const { attempt } = locals
		// As the query refuses more than ten thousand entries: what the page asks goes the way of every page's questions.
		const session: Session = {
			...locals,
			attempt: (query, input) =>
				query.name === pivotEntries.name
					? Promise.reject(conflict('registers.pivot-too-large', { most: 10_000 }))
					: attempt(query, input)
		}
		Object.assign(event.locals, askingOfPage(session, url))
		const data = await called(server.load, event)
		const context = new Map<string, unknown>([[WORDS, event.locals.words]])
		const props = { data, form: null, params: event.params }
		return String(Reflect.get(Object(Reflect.apply(render, undefined, [PivotPage, { props, context }])), 'body'))
	}
	const page = await shown()
	expect(page).toContain('name="pivot:question"')
	expect(page).toContain('/register/sample/board')
	expect(page).toMatch(/<form[^>]*class="filters"/)
	expect(page).not.toContain('table class="list pivot"')
})
