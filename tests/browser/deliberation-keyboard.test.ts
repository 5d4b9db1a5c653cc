import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aCommittee, daysAgo } from './stage-committees.ts'
import { aPage, run, seen, type Office } from './stage.ts'

/** What stands where the focus is, as a reader is told it: by its label, or by its own words. */
const focused = (page: Page) =>
	page.evaluate(() => {
		const element = document.activeElement
		const isField =
			element instanceof HTMLInputElement ||
			element instanceof HTMLTextAreaElement ||
			element instanceof HTMLSelectElement ||
			element instanceof HTMLButtonElement
		const labels = isField ? [...(element.labels ?? [])].map((label) => label.textContent) : []
		const own = isField && !(element instanceof HTMLButtonElement) ? '' : (element?.textContent ?? '')
		return [element?.getAttribute('aria-label') ?? '', ...labels, own].join(' ').replaceAll(/\s+/g, ' ').trim()
	})

// A page of more stops than these nobody goes through.
const STOPS_MOST = 120

/** Goes on by the Tab key until the focus stands where it is wanted, in sight. */
async function tabTo(page: Page, name: string | RegExp, within = '*') {
	const passed: string[] = []
	for (let stop = 0; stop < STOPS_MOST; stop += 1) {
		await page.keyboard.press('Tab')
		const here = await focused(page)
		const isNamed = typeof name === 'string' ? here.startsWith(name) : name.test(here)
		if (isNamed && (await page.evaluate((one) => document.activeElement?.matches(one), within))) {
			expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true)
			return
		}
		passed.push(here.slice(0, 40))
	}
	throw new Error(`the focus does not come to “${String(name)}”, but to: ${passed.join(' | ')}`)
}

/** Presses what has the focus, and waits for the page that it leads to. */
async function enter(page: Page) {
	const led = page.waitForEvent('framenavigated')
	await page.keyboard.press('Enter')
	await led
	await page.waitForLoadState()
}

/** Follows a link or presses a button by the keys alone, past what stands at the head of every page. */
async function choose(page: Page, name: string | RegExp) {
	await page.keyboard.press('Tab')
	if ((await focused(page)) === 'Skip to the content') await page.keyboard.press('Enter')
	else await page.keyboard.press('Shift+Tab')
	await tabTo(page, name)
	await enter(page)
}

/** Sends the form by its button, to which the Tab key leads from its fields. */
async function send(page: Page, name: string) {
	await tabTo(page, name, 'main button')
	await enter(page)
}

async function aSeat(office: Office) {
	const page = await aPage()
	await page.goto('/zwe/sign-in')
	await choose(page, new RegExp(`seat: ${office}`))
	await seen(page.getByRole('heading', { level: 1, name: 'Zimbabwe' }))
	return page
}

/** Types a day into the field of a day where the focus stands, in the order in which the browser asks for its parts. */
async function typeDay(page: Page, wanted: string) {
	const [year = '', month = '', day = ''] = wanted.split('-')
	for (const typed of [`${day}${month}${year}`, `${month}${day}${year}`]) {
		await page.keyboard.type(typed)
		const value = await page.evaluate(() =>
			document.activeElement instanceof HTMLInputElement ? document.activeElement.value : ''
		)
		if (value === wanted) return
		// Back from the year to the part that stands first.
		for (let part = 0; part < 2; part += 1) await page.keyboard.press('ArrowLeft')
	}
	throw new Error(`the day ${wanted} cannot be typed`)
}

const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const versionOf = async (meeting: string) => Number((await run('meeting.get', { meeting }))['version'])

/** A meeting of yesterday that was held by a committee of two ministries that seats act for. */
async function aMeetingHeld() {
	const members = ['zwe-moha', 'zwe-mopslsw']
	const { key: structure } = await aCommittee('working-group', { members, noticeDays: 0 })
	const planned = await run('meeting.plan', {
		structure,
		title: 'Meeting of the keyboard',
		start: `${daysAgo(1)}T09:00`,
		end: `${daysAgo(1)}T11:00`,
		standing: false
	})
	const meeting = String(planned['reference'])
	await run('agendaItem.add', { meeting, title: 'Desks at the border posts' })
	await run('meeting.call', { meeting, version: await versionOf(meeting), day: daysAgo(10) })
	await run('meeting.hold', {
		meeting,
		version: await versionOf(meeting),
		attendance: members.map((actor) => ({ actor, capacity: 'member', state: 'present' }))
	})
	return meeting
}

test(
	'by the keys alone a vote is recorded, minutes are drafted and circulated, and adopted in writing by those who answer',
	{ timeout: 300_000 },
	async () => {
		const meeting = await aMeetingHeld()
		const secretary = await aSeat('Coordination Officer')

		// A decision by a vote that was taken by name.
		await secretary.goto(`/zwe/decision/new?meeting=${meeting}`)
		await heading(secretary, 'New decision')
		await tabTo(secretary, 'Name')
		await secretary.keyboard.type('The desks are opened')
		await tabTo(secretary, 'Text')
		await secretary.keyboard.type('One desk is opened at each border post.')
		await tabTo(secretary, 'By consensus')
		await secretary.keyboard.press('ArrowDown')
		expect(await focused(secretary)).toContain('By vote')
		await tabTo(secretary, 'Votes by name')
		await secretary.keyboard.press('Enter')
		await tabTo(secretary, /Home Affairs/)
		await secretary.keyboard.press('Space')
		// Under those who voted for it and against it the other is passed by: it abstained.
		for (let list = 0; list < 3; list += 1) await tabTo(secretary, /Social Welfare/)
		await secretary.keyboard.press('Space')
		await send(secretary, 'Record the decision')
		await heading(secretary, 'The desks are opened')
		const votes = await secretary.getByRole('main').innerText()
		expect(votes).toContain('Home Affairs')
		expect(votes).toContain('Social Welfare')

		// The minutes, from the draft to the members.
		await secretary.goto(`/zwe/meeting/${meeting}`)
		await choose(secretary, 'Minutes are drafted')
		await heading(secretary, /Minutes are drafted/)
		await send(secretary, 'Minutes are drafted')
		await told(secretary, 'recorded as drafted')
		await choose(secretary, 'Circulate the minutes')
		await heading(secretary, /Circulate the minutes/)
		await tabTo(secretary, 'Comments until')
		await typeDay(secretary, daysAgo(-10))
		await send(secretary, 'Circulate the minutes')
		await told(secretary, 'circulated for comment')
		await choose(secretary, 'Adopt the minutes')
		await heading(secretary, /Adopt the minutes/)
		await choose(secretary, 'Put the minutes to the members in writing')
		await send(secretary, 'Open it and write to the members')
		await told(secretary, 'The written procedure is open.')
		const procedure = new URL(secretary.url()).pathname

		// Both members answer; then it is closed before its deadline.
		for (const office of ['Permanent Secretary', 'Migration Focal Point'] as const) {
			const member = await aSeat(office)
			await member.goto(procedure)
			await choose(member, 'Answer')
			await tabTo(member, 'Agrees')
			await member.keyboard.press('Space')
			await send(member, 'Answer')
			await told(member, 'Your answer was noted.')
			await member.context().close()
		}
		await secretary.goto(procedure)
		await choose(secretary, /^Close$/)
		await heading(secretary, 'Close')
		await send(secretary, 'Close')
		await told(secretary, 'The written procedure was closed')
		await secretary.goto(`/zwe/meeting/${meeting}`)
		await seen(secretary.getByRole('main').getByText('adopted', { exact: false }))
		expect((await run('meeting.get', { meeting }))['status']).toBe('adopted')
	}
)
