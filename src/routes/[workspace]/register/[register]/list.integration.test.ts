import { readdirSync, readFileSync } from 'node:fs'
import { assert, asyncProperty } from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { writeAddress, type ListAsked } from '#modules/registers/listing/list-address.ts'
import { OWN_SORTS } from '#modules/registers/listing/offer.ts'
import { saveView } from '#modules/registers/listing/view-operations.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { bringShippedRegisters } from '#modules/registers/load-shipped.server.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../../tests/fixtures/workspace.ts'
import { registerList } from './list.server.ts'
import { shownList } from './shown-list.server.ts'

const REFERENCE = 'reference'
const shipped = readdirSync(`${REFERENCE}/registers`).filter((name) => name.endsWith('.yaml'))

const words = speak(catalogue, 'en')

/** The pages of a register as a seat loads them. */
async function visitor(made: TestWorkspace, seat: SeatKey) {
	const acting = await made.as(seat)
	const locals = {
		...acting,
		words,
		workspace: made.workspace,
		person: undefined,
		held: [],
		waiting: undefined,
		theme: 'auto' as const,
		attempt: acting.ask,
		askFrom: () => Promise.reject(new Error('no page of a register asks so'))
	}
	const at = (register: string, search = '') => ({
		locals,
		params: { workspace: made.workspace.key, register },
		url: new URL(`https://pitso.example/${made.workspace.key}/register/${register}${search}`)
	})
	return { acting, list: (register: string, search?: string) => registerList(at(register, search)), at }
}

const nothing: ListAsked = {
	words: undefined,
	standing: [],
	state: [],
	origin: [],
	fields: {},
	empty: [],
	filled: [],
	sort: undefined,
	group: undefined,
	columns: []
}

test(
	'every filter, sort, group and column that the list of a shipped register offers is answered, whoever asks',
	{ timeout: 240_000 },
	async () => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator')
		await administrator.run(bringShippedRegisters(REFERENCE), {})
		for (const file of shipped) {
			const declaration = readFileSync(`${REFERENCE}/registers/${file}`, 'utf8')
			const register = file.replace('.yaml', '')
			for (const seat of ['secretariat', 'member', 'public'] as const) {
				const { list } = await visitor(made, seat)
				if (seat === 'public' && !/^ +- \{.*public: true/m.test(declaration.slice(declaration.indexOf('\nstates:')))) {
					await expect(list(register)).rejects.toMatchObject({ kind: 'absent' })
					continue
				}
				const first = await list(register)
				const { offer, compiled } = first
				for (const group of offer.groups) await list(register, `?${writeAddress({ ...nothing, group }).toString()}`)
				for (const sort of [...OWN_SORTS, ...[...offer.sorts].map((key) => `-${key}`)])
					await list(register, `?${writeAddress({ ...nothing, sort }).toString()}`)
				for (const { key } of first.views)
					if (compiled.declaration.views.find((view) => view.key === key)?.shows === 'list')
						await list(register, `?view=${key}`)
				await list(
					register,
					`?${offer.columns
						.slice(0, 12)
						.map((key) => `column=${key}`)
						.join('&')}`
				)
				// What is declared and not offered is hidden from the seat, and refused.
				for (const [key, { field }] of compiled.fields)
					if (field.filtered && !offer.filters.has(key))
						await expect(list(register, `?field[${key}]=x`)).rejects.toBeDefined()
			}
		}
	}
)

test('the page of a list says its rows, views and ways to look, and begins with the first view of the seat', async () => {
	const made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(declareRegister, { declaration: readFileSync('tests/fixtures/training.yaml', 'utf8') })
	const { acting, at, list } = await visitor(made, 'secretariat')
	await acting.run(addEntry, {
		register: 'training',
		values: {
			name: 'Border data',
			provider: 'labour',
			mode: 'online',
			begins: '2026-02-01',
			cost: { amount: '1200.50', currency: 'USD' }
		}
	})
	await acting.run(addEntry, {
		register: 'training',
		values: {
			name: 'Reading passports',
			provider: 'health',
			mode: 'mixed',
			place: { country: 'ZWE', locality: 'Beitbridge' }
		}
	})
	const page = await shownList(at('training', '?group=begins&column=provider&column=cost&column=place'))
	expect(page).toMatchObject({ title: 'Trainings', may: { add: true, pick: true }, asked: { group: 'begins' } })
	expect(
		page.list.rows.map(({ name, standing, cells, group }) => [
			name,
			standing,
			cells['provider']?.text,
			cells['place']?.text,
			group
		])
	).toEqual([
		['Border data', 'Planned', 'Ministry of Labour', undefined, '2026'],
		['Reading passports', 'Planned', 'Ministry of Health', 'Beitbridge, Zimbabwe', null]
	])
	expect(page.groups).toMatchObject({
		items: [{ value: '2026', label: '2026', records: 1 }],
		without: 1,
		isInOrder: true
	})
	expect(page.views.map(({ label }) => label)).toEqual(['All entries', 'Coming'])
	expect(page.ways.map(({ label }) => label)).toContain('Calendar')
	expect(page.fields.find(({ name }) => name === 'field[provider]')).toMatchObject({
		options: [
			{ value: 'health', label: 'Ministry of Health' },
			{ value: 'labour', label: 'Ministry of Labour' }
		]
	})
	// What stands in no group is a list of its own; and any field can be asked to be empty, or not to be.
	const without = page.groups?.withoutHref ?? ''
	expect((await list('training', without)).list.rows.map(({ name }) => name)).toEqual(['Reading passports'])
	expect((await list('training', '?filter[filled]=begins')).list.rows.map(({ name }) => name)).toEqual(['Border data'])
	expect(page.fields.find(({ name }) => name === 'filter[empty]')).toMatchObject({
		label: 'Is empty',
		options: [
			{ value: 'provider' },
			{ value: 'mode' },
			{ value: 'place' },
			{ value: 'begins', label: 'Begins' },
			{},
			{}
		]
	})
	await acting.run(saveView, { register: 'training', name: 'Mixed ones', address: 'field[mode]=mixed', first: true })
	expect((await list('training')).list.rows.map(({ name }) => name)).toEqual(['Reading passports'])
	expect((await list('training', '?view=all')).list.rows).toHaveLength(2)
	await expect(list('training', '?view=calendar')).rejects.toMatchObject({ status: 303 })
	await expect(list('training', '?view=01890000-0000-7000-8000-000000000000')).rejects.toMatchObject({ status: 404 })
})

test('a declared view of all entries stands in their place, one tab for both', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const declaration = readFileSync('tests/fixtures/training.yaml', 'utf8').replace(/version: \d+/, 'version: 1')
	const all = (where: string) =>
		declaration.replace(
			'\nviews:\n',
			`\nviews:\n  - { key: all, names: { en: Everything }, ${where}columns: [cost], sort: -begins }\n`
		)
	await administrator.run(declareRegister, { declaration: all('') })
	const { acting, at, list } = await visitor(made, 'secretariat')
	const add = (name: string, values: Record<string, string>) =>
		acting.run(addEntry, { register: 'training', values: { name, provider: 'labour', mode: 'online', ...values } })
	await add('Accounts', { begins: '2026-02-01' })
	await add('Border data', { begins: '2026-01-01' })
	await administrator.run(addEntry, {
		register: 'training',
		values: { name: 'Mixed', provider: 'labour', mode: 'mixed', place: { country: 'ZWE' } }
	})
	const opened = await shownList(at('training'))
	expect(opened.views.slice(0, 2)).toMatchObject([
		{ label: 'Everything', current: true },
		{ label: 'Coming', current: false }
	])
	expect(opened.columns.map(({ key }) => key)).toEqual(['cost'])
	expect(opened.list.rows.map(({ name }) => name)).toEqual(['Accounts', 'Border data', 'Mixed'])
	// What leads to all entries still does, under the same tab.
	const whole = await shownList(at('training', new URL(opened.all, 'https://pitso.example').search))
	expect(whole.views.filter(({ current }) => current).map(({ label }) => label)).toEqual(['Everything'])
	await administrator.run(declareRegister, {
		declaration: all('where: { mode: [online] }, ').replace(/version: \d+/, 'version: 2')
	})
	const narrowed = await shownList(at('training', '?view=all'))
	expect(narrowed.views.slice(0, 2)).toMatchObject([
		{ label: 'All entries', current: false },
		{ label: 'Everything', current: true }
	])
	expect(narrowed.list.rows.map(({ name }) => name)).toEqual(['Accounts', 'Border data'])
	expect((await list('training', new URL(narrowed.all, 'https://pitso.example').search)).list.rows).toHaveLength(3)
})

test('of views that are called the same each says whose it is', async () => {
	const made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(declareRegister, { declaration: readFileSync('tests/fixtures/training.yaml', 'utf8') })
	const [mine, other] = await Promise.all([visitor(made, 'secretariat'), visitor(made, 'member')])
	const save = ({ acting }: typeof mine, name: string) =>
		acting.run(saveView, { register: 'training', name, address: 'field[mode]=mixed', shared: true })
	await save(mine, 'Mixed')
	await save(mine, 'coming')
	await save(other, 'mixed')
	await save(other, 'By themselves')
	const labels = async ({ at }: typeof mine) => (await shownList(at('training'))).views.map(({ label }) => label)
	const all = ['All entries', 'By themselves', 'Coming', 'Mixed (yours)', 'coming (yours)', 'mixed (Office of member)']
	expect((await labels(mine)).toSorted()).toEqual(all)
	// The public is told of no seats.
	const shared = await labels(await visitor(made, 'public'))
	expect(shared.filter((label) => label.toLowerCase().startsWith('mixed'))).toEqual([
		'Mixed (another’s)',
		'mixed (another’s)'
	])
})

test(
	'any declaration makes a list that answers all it offers, and refuses what is hidden from the seat',
	{ timeout: 240_000 },
	async () => {
		await assert(
			asyncProperty(drawnDeclaration, async (declaration) => {
				const made = await aWorkspace()
				await (await made.as('administrator')).run(declareRegister, { declaration: JSON.stringify(declaration) })
				for (const seat of ['secretariat', 'observer'] as const) {
					const { list } = await visitor(made, seat)
					const { offer, compiled } = await list(declaration.register)
					for (const group of offer.groups)
						await list(declaration.register, `?${writeAddress({ ...nothing, group }).toString()}`)
					for (const sort of offer.sorts)
						await list(declaration.register, `?${writeAddress({ ...nothing, sort: `-${sort}` }).toString()}`)
					for (const view of declaration.views)
						if (view.shows === 'list') await list(declaration.register, `?view=${view.key}`)
					for (const [key, { field }] of compiled.fields) {
						if (!field.filtered || offer.filters.has(key)) continue
						for (const search of [
							`?filter[empty]=${key}`,
							`?field[${key}]=x`,
							`?sort=${key}`,
							`?group=${key}`,
							`?column=${key}`
						])
							await expect(list(declaration.register, search), search).rejects.toMatchObject({ kind: 'invalid' })
					}
				}
			}),
			{ numRuns: 12 }
		)
	}
)

test('a bound that is no number is told at its field, and the list stands without it', async () => {
	const made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(declareRegister, { declaration: readFileSync('tests/fixtures/training.yaml', 'utf8') })
	const { acting, at } = await visitor(made, 'secretariat')
	for (const name of ['Border data', 'Reading passports'])
		await acting.run(addEntry, { register: 'training', values: { name, provider: 'labour', mode: 'online' } })
	const page = await shownList(at('training', '?from[came]=many&until[came]=9&field[mode]=online'))
	expect(page.list.rows).toHaveLength(2)
	const faultOf = (name: string) => {
		const field = page.fields.find((one) => one.name === name)
		return field && 'fault' in field ? field.fault : undefined
	}
	expect(faultOf('from[came]')).toContain('number')
	expect(faultOf('until[came]')).toBeUndefined()
	// What was typed stays, and so does all else that was asked for.
	expect(new URLSearchParams(page.address).get('from[came]')).toBe('many')
	expect(new URLSearchParams(page.address).get('field[mode]')).toBe('online')
})
