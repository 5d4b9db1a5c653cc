import { buffer } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aKey, aPage, aStructure, anActor, follow, run, seen, signIn, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const send = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const part = (page: Page, id: string) => page.locator(`#${id}`).innerText()

async function aMember() {
	const structure = await aStructure()
	const actor = await anActor()
	const added = { structure: structure.key, actor: actor.key, kind: 'member', reason: 'by letter' }
	const { id } = await run('membership.add', { ...added, from: '2026-01-05' })
	return { structure, actor, membership: String(id) }
}

test('a refused status keeps what was typed; once mended it stands on page, status board and history', async () => {
	const { key, name } = await aStructure()
	// Without a script, and with the browser's own checks out of the way, the server's answer is what counts.
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`/zwe/structure/${key}`)
	await follow(page, 'Declare a status')
	await page.getByLabel('Needs reactivation').check()
	await page.getByLabel('Reason').fill('   ')
	await page.getByLabel('Detail of the status').fill('No chair')
	await send(page, 'Declare this status')
	const summary = page.getByRole('alert')
	await seen(summary)
	expect(await summary.innerText()).toContain('This was not done')
	expect(await page.getByLabel('Needs reactivation').isChecked()).toBe(true)
	expect(await page.getByLabel('Detail of the status').inputValue()).toBe('No chair')
	await summary.getByRole('link', { name: /^Reason/ }).click()
	expect(new URL(page.url()).hash).toMatch(/-reason$/)
	expect(await page.getByLabel('Reason').getAttribute('aria-invalid')).toBe('true')

	await page.getByLabel('Reason').fill('The chair is vacant since January')
	await send(page, 'Declare this status')
	await told(page, 'The declared status was changed.')
	expect(await part(page, 'standing')).toContain('Needs reactivation')
	await page.reload()
	expect(await page.getByRole('status').count()).toBe(0)

	await page.goto('/zwe/status')
	expect(await textOf(page)).toContain(`${name}: Needs reactivation`)
	await page.goto(`/zwe/structure/${key}/history`)
	const history = await textOf(page)
	expect(history).toContain('Declared status changed')
	expect(history).toContain('The chair is vacant since January')
	expect(history).toContain(OFFICER)
})

test('a member is added, its principal named, and its membership ended without being forgotten', async () => {
	const structure = await aStructure()
	const actor = await anActor()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${structure.key}`)
	await follow(page, 'Add a member')
	await page.getByLabel('Actor').selectOption({ label: actor.name })
	await page.getByLabel('From which day').fill('2026-01-05')
	await page.getByLabel('Reason').fill('Named in the letter of 5 January')
	await send(page, 'Add a member')
	await told(page, 'The member was added.')
	expect(await part(page, 'members')).toContain('No principal named')

	await page.locator('#members').getByRole('link', { name: 'Nominate' }).click()
	await page.getByLabel('Principal').check()
	await page.getByLabel('Office', { exact: true }).fill('Director of Labour')
	await page.getByLabel('From which day').fill('2026-01-06')
	await send(page, 'Save nomination')
	await told(page, 'The nomination was recorded.')
	expect(await part(page, 'members')).toContain('Director of Labour')
	expect(await part(page, 'members')).not.toContain('No principal named')

	await page
		.locator('#members')
		.getByRole('link', { name: new RegExp(`^End ?: ${actor.name}`) })
		.click()
	await page.getByLabel('Last day').fill('2026-03-31')
	await page.getByLabel('Reason').fill('Handed over')
	await send(page, 'End')
	await told(page, 'The membership was ended.')
	const members = await part(page, 'members')
	expect(members).toContain('No members on this day.')
	expect(members).toContain(actor.name)
	expect(members).toContain('31 March 2026')

	await page.getByLabel('Show the day').fill('2026-02-01')
	await page.locator('#members').getByRole('button', { name: 'Show' }).click()
	await page.waitForURL('**?on=2026-02-01')
	const then = await part(page, 'members')
	expect(then).toContain('Members on 1 February 2026')
	expect(then).not.toContain('No members on this day.')
	expect(then).toContain(actor.name)
})

test('a form that is sent twice acts once', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}/mandates/add`)
	await page.getByRole('textbox').first().fill('Reports every quarter')
	const fields = await page
		.locator('form[data-guard]')
		.evaluate((form) =>
			form instanceof HTMLFormElement
				? [...new FormData(form)].flatMap(([name, value]) =>
						typeof value === 'string' ? [[name, value] as const] : []
					)
				: []
		)
	const address = page.url()
	const sendForm = () =>
		page.request.post(address, {
			form: Object.fromEntries(fields),
			headers: { origin: new URL(address).origin, accept: 'text/html' },
			maxRedirects: 0
		})
	const answers = [await sendForm(), await sendForm(), ...(await Promise.all([sendForm(), sendForm()]))]
	expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303, 303])
	const { mandates } = await run('structure.get', { structure: key })
	expect(mandates).toHaveLength(1)
})

test('a new structure is entered, linked, documented, discussed and withdrawn', async () => {
	const name = `Task Team ${aKey('team')}`
	const page = await aPage({ as: OFFICER })
	await page.goto('/zwe/structure')
	await follow(page, 'Add a structure')
	await page.getByLabel(/^Name/).first().fill(name)
	await page.getByLabel('Level').selectOption({ label: 'Technical level' })
	await page.getByLabel('Kind', { exact: true }).selectOption({ label: 'Task team' })
	await send(page, 'Create')
	await told(page, 'The structure was added.')
	await heading(page, name)

	await follow(page, 'Add a link')
	await page.getByLabel('Type of link').selectOption({ label: 'Related to' })
	await page.getByLabel('Structure', { exact: true }).selectOption('zwe-imcm')
	await page.getByLabel('Why').fill('It reports there')
	await send(page, 'Add a link')
	await told(page, 'The link was added.')
	expect(await part(page, 'links')).toContain('Inter-Ministerial Committee on Migration')

	const content = Buffer.from('<script>alert(1)</script>\nTerms of reference\n')
	await follow(page, 'Attach a document')
	await page.getByLabel('File').setInputFiles({ name: 'terms.txt', mimeType: 'text/plain', buffer: content })
	await page.getByLabel('Title').fill('Terms of reference, signed')
	await send(page, 'Attach a document')
	await told(page, 'The document was attached.')
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.locator('#documents').getByRole('link', { name: 'Terms of reference, signed' }).first().click()
	])
	expect(download.suggestedFilename()).toBe('terms.txt')
	expect(await buffer(await download.createReadStream())).toEqual(content)
	const answer = await page.request.get(download.url())
	expect(answer.headers()['content-disposition']).toMatch(/^attachment/)

	await page.getByLabel('Your comment').fill('To be confirmed by the <chair>.')
	await send(page, 'Add comment')
	await told(page, 'Your comment was added.')
	expect(await part(page, 'discussion')).toContain('To be confirmed by the <chair>.')

	await page.getByRole('main').getByRole('link', { name: 'Withdraw', exact: true }).click()
	await page.getByLabel('Reason').fill('Entered twice')
	await send(page, 'Withdraw')
	await told(page, 'The record was withdrawn.')
	expect(await textOf(page)).toContain('This record is withdrawn')
	expect(await textOf(page)).toContain('Entered twice')
	await page.goto('/zwe/structure?limit=200')
	expect(await textOf(page)).not.toContain(name)
})

test('an observer reads the same page without a single way to change it', async () => {
	const { structure } = await aMember()
	const page = await aPage({ as: 'Civil Society Representative' })
	await page.goto(`/zwe/structure/${structure.key}`)
	await heading(page, structure.name)
	const actions = page
		.getByRole('main')
		.getByRole('link', { name: /^(Add|Attach|Change|Declare|Withdraw|End|Give|Merge)/ })
	expect(await actions.allInnerTexts()).toEqual([])
	expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual(['Show'])
})

test('what only members may see is not there for the public: no page, list, search or map', async () => {
	const { key, name } = await aStructure({ audience: 'members' })
	const page = await aPage()
	expect((await page.goto(`/zwe/structure/${key}`))?.status()).toBe(404)
	expect((await page.goto(`/zwe/structure/${key}/history`))?.status()).toBe(404)
	const places = ['/zwe/structure?limit=200', `/zwe/search?q=${key}`, '/zwe/map', '/zwe/status', '/zwe']
	for (const address of places) {
		expect((await page.goto(address))?.status()).toBe(200)
		expect(await page.locator('main').innerText(), address).not.toContain(name)
	}
	await signIn(page, OFFICER)
	await page.goto('/zwe/map')
	expect(await page.locator('main').innerHTML()).toContain(name)
})

test('signing out ends the session, in this tab and for whoever kept its cookie', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: OFFICER })
	const kept = await page.context().storageState()
	await page.goto(`/zwe/structure/${key}`)
	await page.getByLabel(`${OFFICER}, Secretariat: your seat`).click()
	await page.getByRole('button', { name: 'Sign out' }).click()
	await seen(page.getByRole('link', { name: 'Sign in' }))
	await page.goto(`/zwe/structure/${key}/status`)
	await heading(page, 'Sign in')

	const thief = await aPage({ storageState: kept })
	await thief.goto(`/zwe/structure/${key}/status`)
	await heading(thief, 'Sign in')
})

test('a form opened before the seat was changed does not act from the new seat', async () => {
	const { key } = await aStructure({ purpose: 'Advises' })
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}/change`)
	await page.getByLabel('Purpose').fill('Decides')
	await signIn(await page.context().newPage(), 'Workspace Administrator')
	await send(page, 'Save')
	await seen(page.getByRole('alert').filter({ hasText: 'You act from another seat now' }))
	expect((await run('structure.get', { structure: key }))['purpose']).toBe('Advises')
})

test('a ministry that is renamed keeps its old name on the days on which it had it', async () => {
	const { structure, actor } = await aMember()
	const renamed = `${actor.name} and Migration`
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/actor/${actor.key}`)
	await follow(page, 'What became of it')
	await page.getByLabel(/^Name/).first().fill(renamed)
	await page.getByLabel('From which day').fill(today)
	await page.getByLabel('Legal basis').fill('Statutory Instrument 1 of this year')
	await send(page, 'Rename')
	await told(page, 'The change of the actor was recorded')
	await heading(page, renamed)
	expect(await part(page, 'through-time')).toContain(actor.name)
	expect(await part(page, 'through-time')).toContain('Statutory Instrument 1 of this year')

	await page.goto(`/zwe/structure/${structure.key}`)
	expect(await part(page, 'members')).toContain(renamed)
	await page.goto(`/zwe/structure/${structure.key}?on=2026-02-01`)
	expect(await part(page, 'members')).toContain(actor.name)
	expect(await part(page, 'members')).not.toContain(renamed)
	await page.goto(`/zwe/actor/${actor.key}?on=2026-02-01`)
	expect(await textOf(page)).toContain(actor.name)
})

test('of two actors that are one the duplicate goes into the other, with its seats and its address', async () => {
	const { structure, actor } = await aMember()
	const stays = await anActor()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/actor/${actor.key}`)
	await follow(page, 'Merge a duplicate')
	await page.getByLabel('The record that stays').selectOption({ label: stays.name })
	await page.getByLabel('Reason').fill('The same ministry, entered twice')
	await send(page, 'Merge')
	await told(page, 'The two records were merged.')
	await heading(page, stays.name)
	expect(await part(page, 'seats')).toContain(structure.name)
	await page.goto(`/zwe/actor/${actor.key}`)
	expect(new URL(page.url()).pathname).toBe(`/zwe/actor/${stays.key}`)
})

test('a ministry merged into another by law hands over each of its seats as chosen', async () => {
	const { structure, actor } = await aMember()
	const successor = await anActor()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/actor/${actor.key}/succeed`)
	await follow(page, 'Merge into another')
	await page.getByLabel('The actor that takes over').selectOption({ label: successor.name })
	await send(page, 'Go on with these')
	await seen(page.getByText('One open item hangs on this actor.'))
	await page.getByLabel('Legal basis').fill('Statutory Instrument 2 of this year')
	expect(await textOf(page)).toContain(`Seat in ${structure.name}`)
	await send(page, 'Merge into another')
	await told(page, 'The change of the actor was recorded')
	await page.goto(`/zwe/structure/${structure.key}`)
	expect(await part(page, 'members')).toContain(successor.name)
	await page.goto(`/zwe/actor/${actor.key}?on=2026-02-01`)
	expect(await textOf(page)).toContain(structure.name)
})
