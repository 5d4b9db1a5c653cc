import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, aStructure, anActor, follow, run, seen, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'
const ADMINISTRATOR = 'Workspace Administrator'
const PHONE = { width: 360, height: 740 }

test.each(['/zwe/file/abc', '/zwe/file/00000000-0000-4000-8000-000000000000'])(
	'%s, a file that is not there, is told in words',
	async (address) => {
		const page = await aPage()
		const response = await page.goto(address)
		expect(response?.status()).toBe(404)
		await seen(page.getByRole('heading', { level: 1, name: 'Not found' }))
		expect(await textOf(page)).toContain('There is no such file')
		await seen(page.getByRole('navigation', { name: 'Main' }))
	}
)

test('a key or a workspace typed in capitals leads to the same place', async () => {
	const { key, name } = await aStructure()
	const page = await aPage()
	await page.goto(`/zwe/structure/${key.toUpperCase()}`)
	expect(new URL(page.url()).pathname).toBe(`/zwe/structure/${key}`)
	expect(await textOf(page)).toContain(name)
	await page.goto(`/ZWE/structure/${key}?on=2026-02-01`)
	expect(page.url()).toMatch(new RegExp(`/zwe/structure/${key}\\?on=2026-02-01$`))
	expect((await page.goto('/ATLANTIS'))?.status()).toBe(404)
})

const aFramework = async () => {
	const framework = aKey('framework')
	await run('framework.create', { key: framework, name: `Framework ${framework}`, kind: 'themes' })
	return framework
}
async function anArea(framework: string, name?: string) {
	const key = aKey('area')
	await run('theme.create', { framework, key, name: name ?? `Area ${key}` })
	return key
}

test('the same matter in another framework stands once on the page of an area, and other links beside it', async () => {
	const [one, other] = [await anArea(await aFramework()), await anArea(await aFramework())]
	const structure = await aStructure()
	const link = (type: string, to: string, toKind: string) =>
		run('record.link', { from: one, fromKind: 'area', type, to, toKind })
	await link('same-as', other, 'area')
	await link('related-to', structure.key, 'structure')
	const page = await aPage()
	await page.goto(`/zwe/area/${one}`)
	expect(
		await page
			.getByRole('main')
			.getByRole('link', { name: `Area ${other}`, exact: true })
			.count()
	).toBe(1)
	expect(await page.locator('#links').innerText()).toContain(structure.name)
	expect(await page.locator('#links').innerText()).not.toContain(`Area ${other}`)
})

test('areas of one name are told apart in the search by their frameworks', async () => {
	const name = `Matter ${aKey('name')}`
	const frameworks = [await aFramework(), await aFramework()]
	for (const framework of frameworks) await anArea(framework, name)
	const page = await aPage()
	await page.goto(`/zwe/search?q=${encodeURIComponent(name)}`)
	const found = await textOf(page)
	for (const framework of frameworks) expect(found).toContain(`in Framework ${framework}`)
})

test.each([true, false])(
	'an actor is split among those looked for, not out of a list of all (script: %s)',
	async (javaScriptEnabled) => {
		const [actor, first, second] = [await anActor(), await anActor(), await anActor()]
		const page = await aPage({ as: OFFICER, javaScriptEnabled })
		await page.goto(`/zwe/actor/${actor.key}/succeed?kind=split`)
		expect(await page.getByRole('checkbox').count()).toBe(0)
		for (const { key, name } of [first, second]) {
			await page.getByLabel('Look for an actor').fill(key === first.key ? name : key)
			await page.getByRole('button', { name: 'Look', exact: true }).click()
			await seen(page.getByText(/1 actor holds/))
			await page.getByRole('checkbox', { name }).check()
			await page.getByRole('button', { name: 'Go on with these' }).click()
		}
		await seen(page.getByRole('button', { name: 'Split', exact: false }).last())
		await page.getByLabel('From which day').fill(today)
		await page.getByLabel('Legal basis').fill('Statutory Instrument 7')
		await page.locator('form[data-guard] .foot button').click()
		await seen(page.getByRole('status').filter({ hasText: 'The change of the actor was recorded' }))
		const { successions } = await run('actor.get', { actor: actor.key })
		expect(JSON.stringify(successions)).toContain(first.key)
		expect(JSON.stringify(successions)).toContain(second.key)
	}
)

test('actors are narrowed to a country by its name', async () => {
	const [here, there] = [await anActor({ country: 'ZWE' }), await anActor({ country: 'MWI' })]
	const page = await aPage({ javaScriptEnabled: false })
	await page.goto('/zwe/actor?limit=200')
	await page.locator('details.choices').filter({ hasText: 'Country' }).locator('summary').click()
	await page.getByRole('checkbox', { name: /^Malawi/ }).check()
	await page.getByRole('button', { name: 'Filter', exact: true }).click()
	const found = await textOf(page)
	expect(found).toContain(there.name)
	expect(found).not.toContain(here.name)
})

test('an administrator erases what an entry of the history says; that it was changed stays', async () => {
	const { key } = await aStructure()
	await run('structure.change', { structure: key, version: 1, purpose: 'Mrs Somebody of Somewhere advises' })
	const page = await aPage({ as: ADMINISTRATOR })
	await page.goto(`/zwe/structure/${key}/history`)
	await follow(page, /^Erase what it says ?: Structure corrected/)
	expect(await textOf(page)).toContain('gone for good')
	await page.getByLabel('Reason').fill('A personal name')
	await page.getByRole('button', { name: 'Erase for good' }).click()
	await seen(page.getByRole('heading', { level: 1, name: /^History of/ }))
	const html = await page.locator('main').innerHTML()
	expect(html).not.toContain('Mrs Somebody')
	expect(html).toContain('Structure corrected')
	expect(await textOf(page)).toContain('What this entry said was erased: A personal name')

	const officer = await aPage({ as: OFFICER })
	await officer.goto(`/zwe/structure/${key}/history`)
	expect(await officer.getByRole('link', { name: /^Erase/ }).count()).toBe(0)
})

test('long pages begin with their contents on a telephone', async () => {
	const page = await aPage({ viewport: PHONE })
	await page.goto('/zwe/structure/zwe-imcm')
	const contents = page.getByRole('navigation', { name: 'On this page' })
	await contents.getByRole('link', { name: /^Members/ }).click()
	expect(new URL(page.url()).hash).toBe('#members')
	for (const link of await contents.getByRole('link').all())
		expect(await page.locator(String(await link.getAttribute('href'))).count()).toBe(1)
	expect(await faultsForEverybody(page)).toEqual([])
	expect(await contents.isVisible()).toBe(true)
	await page.setViewportSize({ width: 1280, height: 900 })
	expect(await contents.isVisible()).toBe(false)

	await page.setViewportSize(PHONE)
	await page.goto('/zwe/theme')
	const first = page.locator('.matrix-cards details:has(dl)').first()
	expect(await first.locator('dl').isVisible()).toBe(false)
	await first.locator('summary').press('Enter')
	expect(await first.locator('dl').isVisible()).toBe(true)
})

test('the page of an actor on a day before its end shows what it was then', async () => {
	const actor = await anActor()
	const legal = { day: '2026-02-01', legalBasis: 'Statutory Instrument 9' }
	await run('actor.succeed', { actor: actor.key, version: 1, kind: 'abolish', ...legal })
	const page = await aPage()
	const badges = () => page.locator('.page-header').innerText()
	await page.goto(`/zwe/actor/${actor.key}`)
	expect(await badges()).toContain('Abolished')
	await page.goto(`/zwe/actor/${actor.key}?on=2026-01-15`)
	expect(await badges()).toContain('Active')
	expect(await badges()).toContain('on 15 January 2026')
	expect(await badges()).not.toContain('Abolished')
	await page.goto(`/zwe/actor/${actor.key}?on=2026-02-02`)
	expect(await badges()).toContain('Abolished')
})

test('the last change of a record that others were merged into names the one merged', async () => {
	const [stays, goes] = [await anActor(), await anActor()]
	await run('record.merge', { record: goes.key, kind: 'actor', version: 1, into: stays.key, reason: 'twice' })
	const page = await aPage()
	await page.goto(`/zwe/actor/${stays.key}`)
	expect(await page.locator('#history').innerText()).toMatch(/^[^]*Merged[^]*: Ministry/i)
})

test('a day that the source does not give is told as not known, with why', async () => {
	const page = await aPage()
	await page.goto('/zwe/status')
	expect(await textOf(page)).toMatch(/Not known\s+.* states it without a day/)
	await page.goto('/zwe/vacant-seats')
	expect(await textOf(page)).toMatch(/Not known\s+.* states it without a day/)
	const Rows = z.array(z.string())
	const cells = Rows.parse(await page.locator('td[data-label=Since]').allInnerTexts())
	expect(cells.filter((cell) => cell.trim() === '')).toEqual([])
})
