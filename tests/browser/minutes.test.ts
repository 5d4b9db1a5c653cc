import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsForEverybody } from './everybody.ts'
import { daysAgo } from './stage-committees.ts'
import { aHeldMeeting } from './stage-minutes.ts'
import { aPage, aStructure, run, seen, signIn, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'
// What is to be done is to be done later, whenever the tests are run.
const NEXT_YEAR = String(Number(today.slice(0, 4)) + 1)
const Items = z.array(z.object({ reference: z.string(), minute: z.object({ text: z.string() }).nullable() }))

const savedText = async (meeting: string, item: string) =>
	Items.parse((await run('minutes.get', { meeting }))['items']).find(({ reference }) => reference === item)?.minute
		?.text

async function open(meeting: string, options: { javaScriptEnabled?: boolean } = {}) {
	const page = await aPage({ as: OFFICER, ...options })
	await page.goto(`/zwe/meeting/${meeting}/minutes`)
	return page
}
const area = (page: Page, item: string) => page.locator(`[data-typing="${item}"] textarea`)
// What one types reaches the other within seconds; a paper is written beside the page.
const SOON = { timeout: 60_000 }
const says = (page: Page, text: string) => seen(page.locator('#typing').getByText(text))

/** How many texts lie in the browser's own store, unsent: what a page is asked. */
async function draftsKept() {
	const opened = await new Promise<IDBDatabase>((resolve, reject) => {
		const asked = indexedDB.open('pitso-minutes')
		asked.onsuccess = () => resolve(asked.result)
		asked.onerror = () => reject(new Error('no store'))
	})
	const found = await new Promise<number>((resolve) => {
		const asked = opened.transaction('draft').objectStore('draft').count()
		asked.onsuccess = () => resolve(asked.result)
	})
	opened.close()
	return found
}

test('two secretaries who type in one item read what the other types, and lose nothing', async () => {
	const structure = await aStructure()
	const { meeting, items } = await aHeldMeeting(structure.key)
	const [one, other] = [await open(meeting), await open(meeting)]
	await says(one, 'All is kept.')
	await says(other, 'All is kept.')
	await area(one, items[0]).pressSequentially('Labour reported. ')
	await area(other, items[0]).pressSequentially('Health agreed. ')
	for (const page of [one, other])
		await expect
			.poll(() => area(page, items[0]).inputValue(), SOON)
			.toSatisfy((text: string) => text.includes('Labour reported.') && text.includes('Health agreed.'))
	await area(one, items[1]).focus()
	await expect.poll(() => savedText(meeting, items[0]), SOON).toContain('Health agreed.')
	expect(await savedText(meeting, items[0])).toContain('Labour reported.')
	expect(await faultsForEverybody(one)).toEqual([])
})

test('what is typed is told to be a draft until it is entered in the record, and proposes actions without a new page', async () => {
	const structure = await aStructure()
	const { meeting, items } = await aHeldMeeting(structure.key)
	const page = await open(meeting)
	await says(page, 'All is kept.')
	const standing = page.locator(`[data-standing="${items[0]}"]`)
	await seen(standing.getByText('Nothing is written under this item yet.'))
	await area(page, items[0]).pressSequentially(
		`Agreed.\n@action zwe-mopslsw: send the figures by 30 April ${NEXT_YEAR}`
	)
	await seen(standing.getByText('Kept as a draft.'))
	await area(page, items[1]).focus()
	await seen(standing.getByText('Entered in the record of the minutes:'))
	await expect.poll(() => page.getByRole('button', { name: 'Make it an action' }).count(), SOON).toBe(1)
	await page.getByRole('button', { name: 'Make it an action' }).click()
	await seen(page.getByRole('link', { name: /-ACT-\d{4}-\d+ · send the figures/ }).first())
})

test('what is typed while the network is away is kept over a closed page, encrypted, and sent when it is back', async () => {
	const structure = await aStructure()
	const { meeting, items } = await aHeldMeeting(structure.key)
	const page = await open(meeting)
	await says(page, 'All is kept.')
	await page.context().setOffline(true)
	await area(page, items[0]).pressSequentially('Typed in the tunnel.')
	await says(page, 'You are offline.')
	await expect.poll(() => page.evaluate(draftsKept), SOON).toBe(1)
	const context = page.context()
	await page.close()
	await context.setOffline(false)
	const again = await context.newPage()
	await again.goto(`/zwe/meeting/${meeting}/minutes`)
	await expect.poll(() => area(again, items[0]).inputValue(), SOON).toContain('Typed in the tunnel.')
	await expect.poll(() => savedText(meeting, items[0]), SOON).toBe('Typed in the tunnel.')
})

test('what was typed away from the network and comes after the minutes were circulated is shown to its writer, to copy', async () => {
	const structure = await aStructure()
	const { meeting, items } = await aHeldMeeting(structure.key)
	const page = await open(meeting)
	await says(page, 'All is kept.')
	await page.context().setOffline(true)
	await area(page, items[0]).pressSequentially('Typed too late.')
	await expect.poll(() => page.evaluate(draftsKept), SOON).toBe(1)
	const context = page.context()
	const version = async () => Number((await run('meeting.get', { meeting }))['version'])
	await run('meeting.draft', { meeting, version: await version() })
	await run('meeting.circulate', { meeting, version: await version(), commentsUntil: daysAgo(-10) })
	// A page sends what it has when it is closed, and a closing page is no longer held away from the network: by now it is too late.
	await page.close()
	await context.setOffline(false)
	const again = await context.newPage()
	await again.goto(`/zwe/meeting/${meeting}/minutes`)
	await seen(again.getByText('What you typed here was not taken into the minutes'))
	await expect
		.poll(() => again.locator(`[data-unsent="${items[0]}"] textarea`).inputValue(), SOON)
		.toBe('Typed too late.')
	expect(await faultsForEverybody(again)).toEqual([])
	await again.getByRole('button', { name: 'I have copied it: remove it here' }).click()
	await expect.poll(() => again.evaluate(draftsKept), SOON).toBe(0)
	expect(await savedText(meeting, items[0])).toBe(undefined)
})

test('without a script each item is saved by its form, and an action is born from a line', async () => {
	const structure = await aStructure()
	const { meeting, items } = await aHeldMeeting(structure.key)
	const page = await open(meeting, { javaScriptEnabled: false })
	await area(page, items[1]).fill(`Agreed.\n@action zwe-mopslsw: send the figures by ${NEXT_YEAR}-04-30`)
	await page.locator(`[data-typing="${items[1]}"]`).getByRole('button', { name: 'Save this item' }).click()
	await seen(page.getByText('The minutes of the item are saved.'))
	await page.getByRole('button', { name: 'Make it an action' }).click()
	await seen(page.getByRole('link', { name: /-ACT-\d{4}-\d+ · send the figures/ }))
	expect(await page.getByRole('button', { name: 'Make it an action' }).count()).toBe(0)
	// What looks for faults is a script itself.
	expect(await faultsForEverybody(await open(meeting))).toEqual([])
})

test.each([true, false])(
	'a vote is recorded where the minutes are written, and its counts stand there; with script: %s',
	async (javaScriptEnabled) => {
		const { meeting, items } = await aHeldMeeting((await aStructure()).key)
		const page = await open(meeting, { javaScriptEnabled })
		const item = page.locator(`[id="${items[1]}"]`)
		await item.getByText('Record a decision', { exact: true }).first().click()
		const deciding = item.locator('form[action*="/decide"]')
		await deciding.getByLabel('Decision in short').fill('Permits by post')
		await deciding.getByLabel('Text of the decision').fill('Permits are sent by post.')
		await deciding.getByLabel('How it was decided').selectOption('vote')
		await deciding.getByText('Counts of a vote').click()
		await deciding.getByLabel('Votes for').fill('1')
		await deciding.getByRole('button', { name: 'Record a decision' }).click()
		await seen(item.getByText('By vote: 1 for, 0 against, 0 abstentions'))
		await seen(item.getByText('Permits are sent by post.'))
	}
)

test('a paper is ordered, written meanwhile, and offered as DOCX and PDF', async () => {
	const structure = await aStructure()
	const { meeting } = await aHeldMeeting(structure.key)
	const page = await aPage()
	await signIn(page, OFFICER)
	await page.goto(`/zwe/meeting/${meeting}/papers`)
	await page.locator('#make').getByLabel('Paper').selectOption('minutes')
	await page.getByRole('button', { name: 'Write it' }).click()
	await expect.poll(() => textOf(page), SOON).toContain('DOCX')
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'PDF' }).first().click()
	])
	expect(download.suggestedFilename()).toMatch(
		/^minutes-ZWE-MTG-\d{4}-\d+-(all-seats|members|full-members|full-edition)\.pdf$/
	)
})

test.each([true, false])(
	'what was done in an item is said there, where the focus is; with script: %s',
	async (javaScriptEnabled) => {
		const { meeting, items } = await aHeldMeeting((await aStructure()).key)
		const page = await open(meeting, { javaScriptEnabled })
		const item = page.locator(`[id="${items[1]}"]`)
		await item.getByText('Assign an action', { exact: true }).first().click()
		await item.getByLabel('What is to be done').fill('Count the permits')
		await item.getByLabel('Who is responsible').selectOption('zwe-mopslsw')
		await item.getByLabel('By when').last().fill(`${NEXT_YEAR}-04-30`)
		await item.getByRole('button', { name: 'Assign an action' }).click()
		const done = item.getByRole('status').first()
		await seen(done)
		const place = await done.boundingBox()
		expect(place?.y ?? -1).toBeGreaterThanOrEqual(0)
		expect(place?.y ?? 10_000).toBeLessThan(page.viewportSize()?.height ?? 0)
		expect(await page.locator(`[id="${items[1]}-done"]:focus`).count()).toBe(1)
	}
)
