import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aPage, aStructure, run, seen, today } from './stage.ts'

const OFFICER = 'Coordination Officer'
const kept = (page: Page) => page.locator('#kept')
const listed = (page: Page) => page.locator('[data-kept-list]')
const send = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()

const Listed = z.object({ items: z.tuple([z.object({ reference: z.string() })]).rest(z.unknown()) })

/** The form of an agenda item, with words in it that nobody has looked for yet. */
async function aSearch(page: Page) {
	const { items } = Listed.parse(await run('meeting.list', { filter: { status: ['planned'] } }))
	await page.goto(`/zwe/meeting/${items[0].reference}/agenda/add`)
	await page.getByLabel('Title in English').fill('Queues at the border')
	await page.getByLabel('Another record').fill('border')
}
const pressEnter = (page: Page) => page.getByLabel('Another record').press('Enter')

test('a form that is drawn again with what was looked for is half-filled, and forgotten once it is sent', async () => {
	const page = await aPage({ as: OFFICER })
	await aSearch(page)
	await pressEnter(page)
	await seen(page.getByText(/records? (?:was|were) found/))
	const other = await page.context().newPage()
	await other.goto('/zwe/kept')
	await seen(listed(other).getByText(/Half-filled/))
	await send(page, 'Add an item')
	await seen(page.getByText('The item was added to the agenda.'))
	await other.reload()
	await seen(listed(other).getByText('Nothing is kept'))
})

test('what the server answers with the form itself is told as not accepted, and keeps nothing else waiting', async () => {
	const { key } = await aStructure({ purpose: 'Advises' })
	const page = await aPage({ as: OFFICER })
	await aSearch(page)
	const other = await page.context().newPage()
	await other.goto(`/zwe/structure/${key}/change`)
	await other.getByLabel('Purpose').fill('Decides')
	await page.context().setOffline(true)
	await pressEnter(page)
	await seen(kept(page).getByText('1 form waits in this browser to be sent.'))
	await send(other, 'Save')
	await seen(kept(other).getByText('2 forms wait in this browser to be sent.'))
	await page.context().setOffline(false)
	await expect.poll(async () => (await run('structure.get', { structure: key }))['purpose']).toBe('Decides')
	await page.goto('/zwe')
	await seen(kept(page).getByText('1 form was not accepted'))
	expect(await kept(page).innerText()).not.toMatch(/waits? in this browser/)
})

test('a button that asks to see something first does that, and not what its form is for', async () => {
	const page = await aPage({ as: OFFICER })
	await page.goto('/zwe/meeting-series/new')
	await page.locator('select[name="structure"]').selectOption({ index: 1 })
	await page.getByLabel('Title in English').fill('Seen before it is made')
	await page.locator('input[name="start"]').fill(`${today}T23:30`)
	await page.getByRole('button', { name: 'Show the days first' }).click()
	await seen(page.locator('#days li'))
	expect(new URL(page.url()).search).toBe('?/preview')
	await page.goto('/zwe/meeting-series')
	expect(await page.getByRole('main').innerText()).not.toContain('Seen before it is made')
})
