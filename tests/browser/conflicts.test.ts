import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, aStructure, anActor, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const send = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const SAVE_BOTH = 'Save as it stands here'
const isMet = (page: Page) => seen(page.getByText('Somebody else changed this meanwhile').first())
const table = (page: Page) => page.getByRole('table', { name: 'The fields in which the two of you differ' })
const row = (page: Page, field: string) => table(page).getByRole('row', { name: field }).innerText()

/** Opens a form in one seat and lets another change the record before it is sent. */
async function meanwhile(key: string, change: Record<string, unknown>, version = 1) {
	await run('structure.change', { structure: key, version, ...change }, 'administrator')
}

const sight = async (key: string) => {
	const { purpose, cadence, quorum, location, version } = await run('structure.get', { structure: key })
	return { purpose, cadence, quorum, location, version }
}

test.each([true, false])(
	'what only one of two changed is merged, and only a clash is asked (script: %s)',
	async (javaScriptEnabled) => {
		const { key } = await aStructure({ purpose: 'Advises', cadence: 'Every month', quorum: 'Half' })
		const page = await aPage({ as: OFFICER, javaScriptEnabled })
		await page.goto(`/zwe/structure/${key}/change`)
		await meanwhile(key, { purpose: 'Advises the minister', cadence: 'Every quarter' })
		await page.getByLabel('Purpose').fill('Advises the committee')
		await page.getByLabel('Quorum').fill('Two thirds')
		await send(page, 'Save')

		await isMet(page)
		expect(await row(page, 'Purpose')).toMatch(
			/Advises\s+.*Advises the committee\s+.*Advises the minister\s+Workspace Administrator.*For you to decide/s
		)
		expect(await row(page, 'Quorum')).toMatch(/Half\s+.*Two thirds\s+.*Half\s+.*Yours/s)
		expect(await page.getByLabel('Cadence').inputValue()).toBe('Every quarter')
		expect(await page.getByRole('radio').count()).toBe(3)
		// Nothing was saved yet.
		expect(await sight(key)).toMatchObject({ purpose: 'Advises the minister', quorum: 'Half', version: 2 })

		await page.getByRole('radio', { name: /^Take theirs/ }).check()
		await send(page, SAVE_BOTH)
		await told(page, 'The structure was corrected.')
		expect(await sight(key)).toEqual({
			purpose: 'Advises the minister',
			cadence: 'Every quarter',
			quorum: 'Two thirds',
			location: null,
			version: 3
		})
	}
)

test('a clash left undecided is asked again; a third can be written; and a third change meanwhile is met as well', async () => {
	const { key } = await aStructure({ purpose: 'Advises' })
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`/zwe/structure/${key}/change`)
	await meanwhile(key, { purpose: 'Advises the minister' })
	await page.getByLabel('Purpose').fill('Advises the committee')
	await page.getByLabel('Location').fill('Harare')
	await send(page, 'Save')
	await isMet(page)

	// The browser's own check of the choice is passed by, as an old browser would.
	await page.locator('form[data-guard]').evaluate((form) => form.setAttribute('novalidate', ''))
	await send(page, SAVE_BOTH)
	const summary = page.getByRole('alert')
	await seen(summary)
	await summary.getByRole('link', { name: /^Purpose/ }).click()
	expect(new URL(page.url()).hash).toMatch(/-purpose-clash$/)

	await meanwhile(key, { purpose: 'Decides', location: 'Bulawayo' }, 2)
	await page.getByRole('radio', { name: /^Write another/ }).check()
	await page.getByLabel('Purpose, written anew').fill('Advises both')
	await send(page, SAVE_BOTH)
	await isMet(page)
	expect(await row(page, 'Purpose')).toMatch(/Advises the minister\s+.*Advises both\s+.*Decides/s)
	await page
		.getByRole('group', { name: 'Purpose' })
		.getByRole('radio', { name: /^Take yours/ })
		.check()
	await page
		.getByRole('group', { name: /^Location/ })
		.getByRole('radio', { name: /^Take theirs/ })
		.check()
	await send(page, SAVE_BOTH)
	await told(page, 'The structure was corrected.')
	expect(await sight(key)).toMatchObject({ purpose: 'Advises both', location: 'Bulawayo', version: 4 })
})

test('the ticked areas of two people are joined', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}/areas`)
	await run(
		'structure.setAreas',
		{ structure: key, version: 1, areas: ['zwe-table-2-labour-migration'] },
		'administrator'
	)
	const boxes = page.locator('input[name=areas]')
	const own = (await boxes.first().getAttribute('value')) ?? ''
	await boxes.first().evaluate((box) => box.closest('details')?.setAttribute('open', ''))
	await boxes.first().check()
	await send(page, 'Save')
	await isMet(page)
	expect(await table(page).innerText()).toContain('Both together')
	await send(page, SAVE_BOTH)
	await told(page, 'The areas this structure deals with were saved.')
	const { areas } = await run('structure.get', { structure: key })
	expect(JSON.stringify(areas)).toContain('zwe-table-2-labour-migration')
	expect(JSON.stringify(areas)).toContain(own)
})

test('forms on actors, contacts, frameworks and areas merge by the same way', async () => {
	const actor = await anActor({ acronym: 'MX' })
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/actor/${actor.key}/change`)
	await run('actor.change', { actor: actor.key, version: 1, acronym: 'MY', aliases: ['The Ministry, of old'] })
	await page
		.getByLabel(/^Country/)
		.first()
		.fill('ZWE')
	await send(page, 'Save')
	await isMet(page)
	await send(page, SAVE_BOTH)
	await told(page, 'The actor was corrected.')
	const changed = await run('actor.get', { actor: actor.key })
	expect(changed).toMatchObject({ acronym: 'MY', country: 'ZWE', aliases: ['The Ministry, of old'] })

	await page.goto(`/zwe/actor/${actor.key}/contact`)
	await run('actor.setContact', { actor: actor.key, version: 3, telephone: '+263 1' })
	await page
		.getByLabel(/^Contact point/)
		.first()
		.fill('Registry')
	await send(page, 'Save')
	await isMet(page)
	await send(page, SAVE_BOTH)
	await told(page, 'The contact point was saved.')
	expect((await run('actor.get', { actor: actor.key }))['contact']).toMatchObject({
		office: 'Registry',
		telephone: '+263 1'
	})

	const framework = aKey('framework')
	const area = aKey('area')
	await run('framework.create', { key: framework, name: `Framework ${framework}`, kind: 'themes' })
	await run('theme.create', { framework, key: area, name: `Area ${area}` })
	await page.goto(`/zwe/framework/${framework}/change`)
	await run('framework.change', { framework, version: 1, year: 2020 })
	await page.getByLabel('Acronym').fill('FX')
	await send(page, 'Save')
	await isMet(page)
	await send(page, SAVE_BOTH)
	await told(page, 'The framework was corrected.')
	expect(await run('framework.get', { framework })).toMatchObject({ year: 2020, acronym: 'FX' })

	await page.goto(`/zwe/area/${area}/change`)
	await run('theme.change', { area, version: 1, position: 7 })
	await page.getByLabel(/^Name/).first().fill(`Area ${area} anew`)
	await send(page, 'Save')
	await isMet(page)
	await send(page, SAVE_BOTH)
	await told(page, 'The area was corrected.')
	const named = await run('theme.get', { area })
	expect(named).toMatchObject({ position: 7, title: { en: `Area ${area} anew` } })
})

test('a form that comes back for a wrong field does not pass over what was saved in between', async () => {
	const { key } = await aStructure({ purpose: 'Advises', yearEstablished: 2001 })
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`/zwe/structure/${key}/change`)
	await page.locator('form[data-guard]').evaluate((form) => form.setAttribute('novalidate', ''))
	await page.getByLabel('Year established').fill('1')
	await send(page, 'Save')
	await seen(page.getByRole('alert'))
	await meanwhile(key, { purpose: 'Advises the minister' })
	await page.reload()
	await page.goto(`/zwe/structure/${key}/change`)
	await page.locator('form[data-guard]').evaluate((form) => form.setAttribute('novalidate', ''))
	await page.getByLabel('Year established').fill('1')
	await send(page, 'Save')
	await seen(page.getByRole('alert'))
	await meanwhile(key, { purpose: 'Decides' }, 2)
	await page.getByLabel('Year established').fill('2002')
	await send(page, 'Save')
	await isMet(page)
	expect(await page.getByLabel('Purpose').inputValue()).toBe('Decides')
	await send(page, SAVE_BOTH)
	await told(page, 'The structure was corrected.')
	expect(await run('structure.get', { structure: key })).toMatchObject({ purpose: 'Decides', yearEstablished: 2002 })
})

test('a conflict is for everybody: on a telephone, with the keyboard alone', async () => {
	const { key } = await aStructure({ purpose: 'Advises' })
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}/change`)
	await meanwhile(key, { purpose: 'Advises the minister' })
	await page.getByLabel('Purpose').fill('Advises the committee')
	await page.getByLabel('Purpose').press('Tab')
	await page.getByRole('main').getByRole('button', { name: 'Save', exact: true }).press('Enter')
	await isMet(page)
	expect(await faultsForEverybody(page)).toEqual([])

	await page.getByRole('radio', { name: /^Take theirs/ }).focus()
	await page.keyboard.press('Space')
	await page.keyboard.press('ArrowDown')
	expect(await page.getByRole('radio', { name: /^Take yours/ }).isChecked()).toBe(true)
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('Tab')
	await page.keyboard.press('Control+End')
	await page.keyboard.type(' now')
	await page.getByRole('button', { name: SAVE_BOTH }).press('Enter')
	await told(page, 'The structure was corrected.')
	expect(await sight(key)).toMatchObject({ purpose: 'Advises the committee now' })
})

test('names stand in each language of the workspace, and history tells which of them changed', async () => {
	const { key, name } = await aStructure()
	const { languages } = z.object({ languages: z.array(z.string()) }).parse(await run('workspace.get', {}))
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`/zwe/structure/${key}/change`)
	expect(await page.locator('input[name^="name["]').count()).toBe(languages.length)
	const first = page.locator('input[name="name[en]"]')
	expect([await first.getAttribute('lang'), await first.getAttribute('required')]).toEqual(['en', ''])
	await first.fill(`${name} anew`)
	await send(page, 'Save')
	await told(page, 'The structure was corrected.')
	await page.goto(`/zwe/structure/${key}/history`)
	expect(await page.locator('main').innerHTML()).toContain('Name in English')
	expect(await textOf(page)).toContain('Structure corrected')
})
