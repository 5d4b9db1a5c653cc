import { expect, test } from 'vitest'
import { getHistory, listChangesSince } from '#platform/records/record-history.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from './actor-commands.ts'
import { listActorCountries } from './country-queries.ts'
import { changeFramework, changeTheme, createFramework, createTheme } from './theme-commands.ts'
import { getFramework, getTheme } from './theme-queries.ts'

async function aFramework() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createFramework, { key: 'plan', name: 'Plan', kind: 'themes' })
	await secretariat.run(createTheme, { framework: 'plan', key: 'matter', name: 'Matter' })
	return { made, secretariat }
}

test('a framework is corrected field by field; what is left out stays, and null empties', async () => {
	const { secretariat } = await aFramework()
	const first = await secretariat.run(changeFramework, {
		framework: 'plan',
		version: 1,
		name: { en: 'Plan of Action', fr: 'Plan d’action' },
		acronym: 'PA',
		year: 2020,
		issuer: 'labour'
	})
	expect(first.version).toBe(2)
	await secretariat.run(changeFramework, { framework: 'plan', version: 2, year: null, reason: 'not known' })
	expect(await secretariat.ask(getFramework, { framework: 'plan' })).toMatchObject({
		title: { en: 'Plan of Action', fr: 'Plan d’action' },
		acronym: 'PA',
		year: null,
		issuer: { reference: 'labour' }
	})
	const stale = secretariat.run(changeFramework, { framework: 'plan', version: 2, year: 2021 })
	await expect(stale).rejects.toMatchObject({ kind: 'conflict', code: 'platform.changed-meanwhile' })
})

test('the first language of the workspace stays among the names of an area', async () => {
	const { secretariat } = await aFramework()
	const foreign = secretariat.run(changeTheme, { area: 'matter', version: 1, name: { fr: 'Matière' } })
	await expect(foreign).rejects.toMatchObject({ kind: 'invalid', issues: [{ path: ['name'] }] })
	const changed = await secretariat.run(changeTheme, {
		area: 'matter',
		version: 1,
		name: { en: 'Matter', fr: 'Matière' },
		position: 4
	})
	expect(changed).toMatchObject({ reference: 'matter', version: 2 })
	expect(await secretariat.ask(getTheme, { area: 'matter' })).toMatchObject({
		title: { en: 'Matter', fr: 'Matière' },
		position: 4
	})
	const { items } = await secretariat.ask(getHistory, { record: 'matter', kind: 'area' })
	expect(items[0]?.changes).toContainEqual(
		expect.objectContaining({ field: 'title', before: { en: 'Matter' }, after: { en: 'Matter', fr: 'Matière' } })
	)
})

test('what was changed since a version is told with who did it, the newest first, and what came of it', async () => {
	const { made, secretariat } = await aFramework()
	const administrator = await made.as('administrator')
	await secretariat.run(changeTheme, { area: 'matter', version: 1, position: 4 })
	await administrator.run(changeTheme, { area: 'matter', version: 2, position: 7, reason: 'as printed' })
	await administrator.run(changeTheme, { area: 'matter', version: 3, name: 'Matters' })
	const since = (version: number) => secretariat.ask(listChangesSince, { record: 'matter', kind: 'area', version })
	const { version, items, differences } = await since(1)
	expect(version).toBe(4)
	expect(items.map(({ by, reason }) => [by.seat, reason])).toEqual([
		['administrator', null],
		['administrator', 'as printed'],
		['secretariat', null]
	])
	expect(differences.find(({ field }) => field === 'position')).toMatchObject({ before: 1, after: 7 })
	expect((await since(3)).items).toHaveLength(1)
	expect(await since(4)).toMatchObject({ items: [], differences: [] })
	expect(await since(99)).toMatchObject({ items: [], differences: [] })
})

test('the countries of actors are those that the seat sees', async () => {
	const { made, secretariat } = await aFramework()
	const add = (key: string, country: string, audience: 'public' | 'secretariat') =>
		secretariat.run(createActor, { key, name: key, kind: 'agency', country, audience })
	await add('one', 'MWI', 'public')
	await add('two', 'MWI', 'secretariat')
	await add('three', 'NAM', 'secretariat')
	const seen = async (seat: 'secretariat' | 'public') =>
		(await (await made.as(seat)).ask(listActorCountries, {})).items.filter(({ country }) => country !== 'ZWE')
	expect(await seen('secretariat')).toEqual([{ country: 'MWI' }, { country: 'NAM' }])
	expect(await seen('public')).toEqual([{ country: 'MWI' }])
})
