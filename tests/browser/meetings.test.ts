import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aCommittee, daysAgo } from './stage-committees.ts'
import { aHeldMeeting } from './stage-minutes.ts'
import { aPage, anActor, aStructure, follow, pitso, run, seen, textOf } from './stage.ts'

const inMain = (page: Page) => page.getByRole('main')
const press = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true }).click()
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const versionOf = async (meeting: string) => Number((await run('meeting.get', { meeting }))['version'])

/** A meeting of yesterday that was called, of a committee with two members: its number, and who is expected. */
async function aCalledMeeting() {
	const members = [await anActor(), await anActor()] as const
	const committee = await aCommittee('working-group', { members: members.map(({ key }) => key), noticeDays: 0 })
	const planned = await run('meeting.plan', {
		structure: committee.key,
		title: 'Meeting nobody came to yet',
		start: `${daysAgo(1)}T09:00`,
		end: `${daysAgo(1)}T11:00`
	})
	const meeting = String(planned['reference'])
	await run('meeting.call', { meeting, version: await versionOf(meeting), day: daysAgo(10) })
	return { meeting, members, structure: committee.key }
}

test('a meeting is held by those who are said to have come, and by nobody it is not; without script', async () => {
	const { meeting, members } = await aCalledMeeting()
	const [first, second] = members
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}`)
	await follow(page, 'Record that it was held')
	const stateOf = (name: string) => page.getByLabel(`${name} (Member)`)
	for (const { name } of members) expect(await stateOf(name).inputValue()).toBe('')
	for (const { name } of members) await stateOf(name).selectOption({ label: 'Absent' })
	await press(inMain(page), 'Record that it was held')
	await seen(page.getByText('A meeting at which no member was present was not held.'))
	expect(await stateOf(first.name).inputValue()).toBe('absent member')
	await stateOf(first.name).selectOption({ label: 'Present (Alternate)' })
	const sitting = page.locator('details', { hasText: `Who sat for ${first.name}` })
	await sitting.locator('summary').click()
	await sitting.getByLabel('Office').fill('Deputy Director')
	await press(inMain(page), 'Record that it was held')
	await told(page, 'The meeting is recorded as held, with its quorum.')
	const attendance = await page.locator('#attendance').innerText()
	expect(attendance).toContain('1 of 2 members present')
	expect(attendance).toContain('Deputy Director')
	expect(attendance).toContain(second.name)
	// What stands on an agenda by itself is added before a meeting.
	expect(await inMain(page).getByRole('button', { name: 'Add the standing items' }).count()).toBe(0)
})

test('minutes that no later meeting can adopt are put to the members in writing', async () => {
	const structure = await aStructure()
	const { meeting } = await aHeldMeeting(structure.key)
	await run('meeting.draft', { meeting, version: await versionOf(meeting) })
	await run('meeting.circulate', { meeting, version: await versionOf(meeting), commentsUntil: daysAgo(-10) })
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}`)
	await follow(page, 'Adopt the minutes')
	expect(await inMain(page).getByRole('combobox').count()).toBe(0)
	await follow(page, 'Put the minutes to the members in writing')
	expect(new URL(page.url()).searchParams.get('meeting')).toBe(meeting)
})

test('an item of an agenda is moved by a button beside it; without script', async () => {
	const { meeting } = await aCalledMeeting()
	for (const title of ['First matter', 'Second matter']) await run('agendaItem.add', { meeting, title })
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}/agenda/order`)
	await press(inMain(page), 'Up: Second matter')
	await told(page, 'The agenda has another order.')
	const lines = await inMain(page)
		.getByRole('listitem')
		.filter({ hasText: /(First|Second) matter/ })
		.allInnerTexts()
	expect(lines.map((line) => line.split('\n')[0])).toEqual(['Second matter', 'First matter'])
})

test('what an item is about is chosen among what waits, or looked for; without script', async () => {
	const { meeting, structure } = await aCalledMeeting()
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}/agenda/add`)
	await page.getByLabel('Title in English').fill('What we are')
	await page.getByLabel('Another record').fill(structure)
	await press(inMain(page), 'Look for it')
	await seen(page.getByText(/found.* chosen above/))
	expect(await page.getByLabel('Title in English').inputValue()).toBe('What we are')
	await press(inMain(page), 'Add an item')
	await told(page, 'The item was added to the agenda.')
	expect(await textOf(page)).toContain('What we are')
	const agenda = page.getByRole('region', { name: 'Agenda', exact: true })
	expect(await agenda.locator(`a[href="/zwe/structure/${structure}"]`).count()).toBe(1)
})

test('one meeting is a file that calendar programs take', async () => {
	const { meeting } = await aHeldMeeting((await aStructure()).key)
	const response = await fetch(`${pitso.address}/zwe/meeting/${meeting}/calendar.ics`)
	expect(response.status).toBe(200)
	expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
	expect(response.headers.get('cache-control')).toBe('private, no-store')
	expect(await response.text()).toMatch(/^BEGIN:VCALENDAR\r\n/)
})

test('of several records that were found none is chosen, and the page opens with how many there are', async () => {
	const { meeting } = await aCalledMeeting()
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}/agenda/add`)
	await page.getByLabel('Another record').fill('migration')
	await press(inMain(page), 'Look for it')
	const found = page.getByRole('status').filter({ hasText: 'records were found: choose' })
	await seen(found)
	expect(await found.evaluate((one) => one === document.activeElement)).toBe(true)
	expect(await page.getByLabel('About the record').inputValue()).toBe('')
})
