import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addEntry, changeEntry } from '#modules/registers/entry/entry-commands.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { listViews } from '#modules/registers/listing/view-operations.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { aWorkspace } from '../../../../../../tests/fixtures/workspace.ts'
import { called, visitorOf } from '../../visit.testing.ts'
import * as viewing from '../views/+page.server.ts'
import * as bulk from './+page.server.ts'

const training = readFileSync(new URL('../../../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

async function stage() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: training })
	const keeper = await made.as('secretariat')
	const entries: string[] = []
	for (const [name, begins] of [
		['Border data', '2026-02-01'],
		['Passports', '2026-05-01']
	] as const) {
		const values = { name, begins, provider: 'labour', mode: 'online', place: null }
		const { reference, version = 1 } = await keeper.run(addEntry, { register: 'training', values })
		entries.push(`${reference}@${String(version)}`)
	}
	const { eventOf } = visitorOf(made, 'training')
	/** Sends a form of a page, as the seat's own page would. */
	const send = async (actions: object, action: string, fields: readonly (readonly [string, string])[], search = '') => {
		const body = new FormData()
		body.set('acting', 'secretariat')
		for (const [name, value] of fields) body.append(name, value)
		const event = await eventOf('secretariat', {}, { body, search: `?/${action}${search}` })
		return called(Reflect.get(actions, action), event).catch((thrown: unknown) => thrown)
	}
	return { keeper, entries, eventOf, send }
}

test('chosen entries get the values that were typed once it was told what becomes of each', async () => {
	const { keeper, entries, eventOf, send } = await stage()
	const search = `${entries.map((entry) => `&entry=${entry}`).join('')}&field=ends&field=seats`
	const page = await called(bulk.load, await eventOf('secretariat', {}, { search: `?${search.slice(1)}` }))
	expect(page).toMatchObject({
		asks: ['ends', 'seats'],
		form: { fields: [{ name: 'values:ends' }, { name: 'values:seats' }] }
	})
	const fields = [
		...entries.map((entry) => ['entries', entry] as const),
		['values:ends', '2026-03-01'] as const,
		['values:seats', ''] as const
	]
	const [first = '', second = ''] = entries.map((entry) => entry.split('@')[0] ?? '')
	expect(await send(bulk.actions, 'preview', fields, search)).toMatchObject({
		preview: {
			planned: [
				{ reference: first, changes: [{ field: 'Ends', before: 'empty', after: '1 March 2026' }, { field: 'Days' }] }
			],
			refused: [{ reference: second, why: expect.stringContaining('ends on the day it begins or later') }],
			typed: [
				['values:ends', '2026-03-01'],
				['values:seats', '']
			]
		}
	})
	expect(await send(bulk.actions, 'change', fields, search)).toMatchObject({ status: 422 })
	expect(await send(bulk.actions, 'change', [fields[0] ?? ['', ''], ...fields.slice(2)], search)).toMatchObject({
		status: 303
	})
	const { items } = await keeper.ask(listEntries, { register: 'training', sort: 'number', columns: ['ends'] })
	expect(items.map(({ values }) => values['ends'])).toEqual(['2026-03-01', undefined])
})

test('chosen entries make a move together', async () => {
	const { keeper, entries, send } = await stage()
	const search = `&entry=${entries[0] ?? ''}&move=call_off`
	const fields = entries.map((entry) => ['entries', entry] as const)
	expect(await send(bulk.actions, 'preview', fields, '&move=announce')).toMatchObject({
		preview: {
			refused: [
				{
					why: 'The move “Announce” needs these to be filled in: Ends. Fill them in first, on the page of the move or of the entry.'
				},
				{}
			]
		}
	})
	expect(await send(bulk.actions, 'preview', fields, search)).toMatchObject({ preview: { planned: [] } })
	const told = await send(bulk.actions, 'preview', [...fields, ['reason', 'No room.']], search)
	expect(told).toMatchObject({
		preview: { refused: [], publicity: [], planned: [{ changes: [{ after: 'Called off' }] }, {}] }
	})
	expect(await send(bulk.actions, 'move', [...fields, ['reason', 'No room.']], search)).toMatchObject({ status: 303 })
	const { items } = await keeper.ask(listEntries, { register: 'training' })
	expect(items.map(({ standing }) => standing)).toEqual(['called_off', 'called_off'])
})

test('whoever moves several entries is told that strangers will read them', async () => {
	const { keeper, entries, send } = await stage()
	const ended = { begins: '2026-03-01', ends: '2026-03-01' }
	for (const picked of entries) {
		const [entry = '', version = '1'] = picked.split('@')
		await keeper.run(changeEntry, { entry, version: Number(version), values: ended })
	}
	const again = (await keeper.ask(listEntries, { register: 'training' })).items.map(
		({ reference, version }) => ['entries', `${reference}@${String(version)}`] as const
	)
	expect(await send(bulk.actions, 'preview', again, '&move=announce')).toMatchObject({
		preview: {
			publicity: ['From then on the public sees 2 of these entries, with what their register shows to the public.']
		}
	})
})

test('a view is saved from the list it was seen in, renamed and removed, each by a form', async () => {
	const { keeper, send } = await stage()
	const views = async () => (await keeper.ask(listViews, { register: 'training' })).views
	const address = 'field%5Bmode%5D=online&sort=-begins'
	const saved = await send(viewing.actions, 'save', [
		['name', 'By wire'],
		['address', address],
		['shared', 'on']
	])
	const [view] = await views()
	expect(saved).toMatchObject({ status: 303, location: expect.stringContaining(`?view=${view?.id ?? ''}`) })
	expect(view).toMatchObject({ name: 'By wire', address, isShared: true, isFirst: false })
	expect(
		await send(viewing.actions, 'change', [
			['view', view?.id ?? ''],
			['name', 'At a distance'],
			['first', 'on']
		])
	).toMatchObject({ status: 303 })
	expect(await views()).toMatchObject([{ name: 'At a distance', isShared: false, isFirst: true }])
	expect(
		await send(viewing.actions, 'save', [
			['name', 'At a distance'],
			['address', '']
		])
	).toMatchObject({ status: 409 })
	expect(
		await send(viewing.actions, 'save', [
			['name', 'Everything'],
			['address', '']
		])
	).toMatchObject({ status: 303 })
	const everything = (await views()).find(({ name }) => name === 'Everything')?.id ?? ''
	await send(viewing.actions, 'remove', [['view', everything]])
	expect(await send(viewing.actions, 'remove', [['view', view?.id ?? '']])).toMatchObject({ status: 303 })
	expect(await views()).toEqual([])
})
