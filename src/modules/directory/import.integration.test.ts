import { expect, test } from 'vitest'
import { COUNTRY, withCell } from '#tests/fixtures/country.ts'
import { eventCount, everything, importRows, ownerRows, refusalOf, type Rows } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { setActorContact, setEnforcement } from './actor-commands.ts'
import { getActor } from './actor-queries.ts'
import { getStructure } from './structure-queries.ts'
import { getTheme } from './theme-queries.ts'

const rowsOf = (sheets: Readonly<Record<string, Rows>>) =>
	Object.values(sheets).reduce((sum, rows) => sum + rows.length - 1, 0)

async function aCountry() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const counts = await importRows(secretariat, COUNTRY)
	return { made, secretariat, counts }
}

test('a country comes in whole, and its pages show it', async () => {
	const { made, secretariat, counts } = await aCountry()
	expect(counts.reduce((sum, count) => sum + count.added, 0)).toBe(rowsOf(COUNTRY))
	expect(counts.every((count) => count.changed === 0 && count.unchanged === 0)).toBe(true)
	expect(await secretariat.ask(getActor, { actor: 'interior' })).toMatchObject({
		title: { en: 'Ministry of the Interior', fr: 'Ministère de l’Intérieur' },
		acronym: 'MoI',
		aliases: ['Interior', 'Home'],
		contact: { office: 'Permanent Secretary', email: 'ps@interior.example' },
		origin: 'reference',
		source: 'a report, Table 2',
		year: 2024,
		note: 'as it says'
	})
	const technical = await secretariat.ask(getStructure, { structure: 'technical' })
	expect(technical).toMatchObject({
		status: 'active',
		chair: { reference: 'interior' },
		secretariat: { reference: 'bureau' },
		secretariatActor: { reference: 'borders' },
		parent: { reference: 'senior' }
	})
	expect(technical.memberships).toHaveLength(4)
	expect(technical.nominations.map((one) => [one.office, one.to])).toEqual([
		['Director', null],
		['Deputy Director', null],
		['Secretary', '2022-12-31']
	])
	expect(technical.mandates.map((mandate) => [mandate.function?.reference, mandate.area?.reference])).toEqual([
		['coordinating', 'work'],
		[undefined, undefined]
	])
	expect((await secretariat.ask(getTheme, { area: 'work' })).crosswalk.map((one) => one.area.reference)).toEqual([
		'labour-migration'
	])
	const reader = await made.as('public')
	for (const hidden of [
		() => reader.ask(getActor, { actor: 'unit' }),
		() => reader.ask(getStructure, { structure: 'technical' }),
		() => reader.ask(getTheme, { area: 'hidden' })
	])
		expect((await refusalOf(hidden())).kind).toBe('absent')
})

test('the same file a second time changes nothing: no row, no version, no event', async () => {
	const { made, secretariat } = await aCountry()
	const [before, events] = [await everything(made), await eventCount(made)]
	const counts = await importRows(secretariat, COUNTRY)
	expect(counts.reduce((sum, count) => sum + count.unchanged, 0)).toBe(rowsOf(COUNTRY))
	expect(counts.every((count) => count.added === 0 && count.changed === 0)).toBe(true)
	expect(await eventCount(made)).toBe(events)
	expect(await everything(made)).toEqual(before)
})

test('a check says what would be done, and does nothing', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const before = await everything(made)
	const said = await importRows(secretariat, COUNTRY, true)
	expect(await everything(made)).toEqual(before)
	expect(said).toEqual(await importRows(secretariat, COUNTRY))
	const changed = withCell('actor', 3, 'name', 'Department of Borders')
	expect((await importRows(secretariat, changed, true))[0]).toEqual({
		sheet: 'actor',
		added: 0,
		changed: 1,
		unchanged: 3,
		unlisted: 7
	})
})

test.each([
	['actor', 3, 'name', 'Department of Borders', ['actor borders']],
	['actor', 2, 'name:fr', 'Intérieur', ['actor interior']],
	['actor', 2, 'acronym', '', ['actor interior']],
	['actor', 2, 'aliases', '', ['actor interior']],
	['actor', 4, 'parent', 'interior', ['actor unit']],
	['structure', 3, 'chair', '', ['structure technical']],
	['structure', 2, 'declared_status', 'active', ['structure senior']],
	['membership', 3, 'to', '2025-12-31', ['structure technical']],
	['nomination', 2, 'email', '', ['structure technical']],
	['mandate', 3, 'text', 'Reports', ['structure technical']],
	['framework', 2, 'issuer', '', ['framework national']],
	['area', 3, 'position', '7', ['area return']],
	['crosswalk', 2, 'note', '', ['area work']],
	['area_lead', 2, 'source_year', '2025', ['area work']],
	['structure_area', 2, 'note', 'new', ['structure technical']]
] as const)(
	'a change in %s row %i, %s, changes that record and no other',
	async (sheet, row, column, text, touched) => {
		const { made, secretariat } = await aCountry()
		const versions = () =>
			ownerRows(
				made,
				`select kind || ' ' || key as name, version from record where workspace_id = :workspace order by 1`
			)
		const before = new Map((await versions()).map((one) => [one['name'], one['version']]))
		// A nomination ends with its membership: both sheets say so, or the file contradicts itself.
		const sheets =
			sheet === 'membership'
				? { membership: withCell(sheet, row, column, text).membership ?? [] }
				: withCell(sheet, row, column, text)
		const counts = await importRows(secretariat, sheets)
		expect(counts.reduce((sum, count) => sum + count.changed, 0)).toBe(1)
		const after = (await versions()).filter((one) => before.get(one['name']) !== one['version'])
		expect(after.map((one) => one['name'])).toEqual(touched)
	}
)

test('columns a file has not are left as they are, those it has and are empty are emptied', async () => {
	const { made, secretariat } = await aCountry()
	await secretariat.run(setActorContact, { actor: 'borders', version: 1, telephone: '+263 1' })
	await (await made.as('administrator')).run(setEnforcement, { actor: 'borders', version: 2, reason: 'border guard' })
	const few = {
		actor: [
			['key', 'name', 'kind', 'country'],
			['borders', 'Border Department', 'department', ''],
			['interior', 'Ministry of the Interior', 'ministry', 'ZWE']
		]
	}
	await importRows(secretariat, few)
	const borders = await secretariat.ask(getActor, { actor: 'borders' })
	expect(borders).toMatchObject({
		country: null,
		parent: { reference: 'interior' },
		isEnforcement: true,
		contact: { telephone: '+263 1' },
		origin: 'reference',
		source: 'a report'
	})
	expect((await secretariat.ask(getActor, { actor: 'interior' })).title).toEqual({
		en: 'Ministry of the Interior',
		fr: 'Ministère de l’Intérieur'
	})
	const before = await everything(made)
	await importRows(secretariat, {
		membership: [
			['structure', 'actor', 'kind', 'from'],
			['technical', 'unit', 'invited', '2018-01-01']
		]
	})
	expect(await everything(made)).toEqual(before)
})

test('languages of a name in any order of columns are the same name', async () => {
	const { made, secretariat } = await aCountry()
	const before = await everything(made)
	await importRows(secretariat, {
		actor: [
			['key', 'name:fr', 'name', 'kind'],
			['interior', 'Ministère de l’Intérieur', 'Ministry of the Interior', 'ministry']
		]
	})
	expect(await everything(made)).toEqual(before)
})
