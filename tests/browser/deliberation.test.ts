import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsForEverybody } from './everybody.ts'
import { aCommittee, daysAgo, stageCommittees } from './stage-committees.ts'
import { aPage, anActor, follow, run, seen, textOf } from './stage.ts'

const RECOMMENDED = 'One desk receives those who return'
const RESTRICTED = 'A complaint about an officer at the gate'
const ASKED = 'That one desk at the border post receives those who return, from the first day of next year on.'

const press = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true }).click()
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const part = (page: Page, id: string) => page.locator(`#${id}`)
const numberOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''
const inMain = (page: Page) => page.getByRole('main')

type Planned = {
	structure: string
	title: string
	day: string
	called: string
	standing: boolean
	items: readonly Item[]
}
type Item = { title: string; subject?: string; onlyFor?: string }

/** Plans a meeting, puts items on its agenda and calls it, form by form; the page is the meeting's own then. */
async function planAndCall(page: Page, { structure, title, day, called, standing, items }: Planned) {
	await page.goto('/zwe/meeting')
	await follow(page, 'Plan a meeting')
	await page.getByLabel('Structure').selectOption({ label: structure })
	await page.getByLabel('Title in English').fill(title)
	await page.getByLabel('Begins (local time)').fill(`${day}T09:00`)
	await page.getByLabel('Ends (local time)').fill(`${day}T12:30`)
	await page.getByLabel('Place').fill('Beitbridge')
	await page.getByLabel('Add the standing items').setChecked(standing)
	await press(inMain(page), 'Plan a meeting')
	await told(page, 'The meeting was planned.')
	for (const item of items) {
		await follow(page, 'Add an item')
		await page.getByLabel('Title in English').fill(item.title)
		if (item.subject) await chooseSubject(page, item.subject)
		if (item.onlyFor) await page.getByLabel(item.onlyFor).check()
		await press(inMain(page), 'Add an item')
		await told(page, 'The item was added to the agenda.')
	}
	await follow(page, 'Call the meeting')
	await page.getByLabel('Notice given on').fill(called)
	await press(inMain(page), 'Call the meeting')
	await told(page, 'The meeting was called.')
}

/** Looks for a record by its number, and takes it as what an item is about. */
async function chooseSubject(page: Page, number: string) {
	await page.getByLabel('Another record').fill(number)
	await press(inMain(page), 'Look for it')
	await seen(page.getByText(/found.* chosen above/))
}

type Came = Readonly<Record<string, string>>

/** Records that the meeting that is looked at was held, and who came: each of those expected, one by one. */
async function hold(page: Page, came: Came) {
	await follow(page, 'Record that it was held')
	for (const [actor, state] of Object.entries(came))
		await page.getByLabel(new RegExp(`^${actor}.*\\(Member\\)`)).selectOption({ label: state })
	await press(inMain(page), 'Record that it was held')
	await told(page, 'The meeting is recorded as held, with its quorum.')
}

/** The part of an item on the page of the minutes that is looked at. */
const itemOf = (page: Page, title: string) => page.getByRole('region', { name: new RegExp(`^\\d+\\. ${title}`) })

const Minutes = z.array(
	z.object({ title: z.record(z.string(), z.string()), minute: z.object({ text: z.string() }).nullable() })
)

/** Types the minutes of an item, as the script of the page keeps them. */
async function typeMinutes(page: Page, { meeting, title, text }: { meeting: string; title: string; text: string }) {
	await seen(part(page, 'typing').getByText('All is kept.'))
	const area = itemOf(page, title).getByLabel('Minutes of this item')
	await area.pressSequentially(text)
	await area.blur()
	await expect
		.poll(
			async () => {
				const items = Minutes.parse((await run('minutes.get', { meeting }))['items'])
				return items.find((item) => item.title['en'] === title)?.minute?.text
			},
			{ timeout: 60_000 }
		)
		.toBe(text)
}

/** Opens one of the forms in which something comes of an item. */
async function unfold(page: Page, item: string, form: string) {
	await itemOf(page, item).getByText(form, { exact: true }).first().click()
	return itemOf(page, item)
		.locator('details')
		.filter({ has: page.getByText(form, { exact: true }) })
}

test(
	'what a border forum recommends is decided by the senior committee two levels up, comes back as an action and is done',
	{ timeout: 300_000 },
	async () => {
		const { forum, ministers, senior, others } = await stageCommittees()
		const [first, second] = others
		const chair = await aPage({ as: 'Permanent Secretary' })
		const focalPoint = await aPage({ as: 'Migration Focal Point' })
		const secretary = await aPage({ as: 'Coordination Officer' })

		// The forum meets, with one item for its members alone, and recommends.
		await planAndCall(chair, {
			structure: forum.name,
			title: `Third meeting of ${forum.name}`,
			day: daysAgo(40),
			called: daysAgo(60),
			standing: false,
			items: [
				{ title: 'Opening by the hosts' },
				{ title: RESTRICTED, onlyFor: 'Full members only' },
				{ title: 'Those who return' }
			]
		})
		const forumMeeting = numberOf(chair)
		await hold(chair, {
			'Ministry of Home Affairs': 'Present',
			[first.name]: 'Present (Alternate)',
			[second.name]: 'Apologies'
		})
		expect(await part(chair, 'attendance').innerText()).toContain('2 of 3 members present; 2 are needed')
		expect(await part(chair, 'attendance').innerText()).toContain('Quorate')
		await follow(chair, /^Minutes$/)
		await typeMinutes(chair, { meeting: forumMeeting, title: RESTRICTED, text: 'The members heard both sides.' })
		await typeMinutes(chair, {
			meeting: forumMeeting,
			title: 'Those who return',
			text: 'Three offices ask the same questions.'
		})
		const recommending = await unfold(chair, 'Those who return', 'Propose a recommendation')
		await recommending.getByLabel('Recommendation in short').fill(RECOMMENDED)
		await recommending.getByLabel('Wording').fill(ASKED)
		await recommending.getByLabel('Addressed to').selectOption('zwe-mopslsw')
		await recommending.getByLabel('Area it deals with').selectOption({ index: 1 })
		await press(recommending, 'Propose a recommendation')
		await told(chair, 'The recommendation was made.')
		expect(await itemOf(chair, 'Those who return').getByLabel('Minutes of this item').inputValue()).toBe(
			'Three offices ask the same questions.'
		)
		await itemOf(chair, 'Those who return').getByRole('link', { name: RECOMMENDED }).click()
		await heading(chair, RECOMMENDED)
		const recommendation = numberOf(chair)
		await follow(chair, 'Submit to the level above')
		await chair.getByLabel('To which level').selectOption({ label: ministers.name })
		await chair.getByLabel('On which day').fill(daysAgo(38))
		await press(inMain(chair), 'Submit to the level above')
		await told(chair, 'The recommendation was submitted.')

		// The ministers' committee receives it and passes it on.
		await focalPoint.goto('/zwe/recommendation')
		await follow(focalPoint, RECOMMENDED)
		await follow(focalPoint, 'Confirm receipt')
		await focalPoint.getByLabel('On which day').fill(daysAgo(31))
		await press(inMain(focalPoint), 'Confirm receipt')
		await told(focalPoint, 'The recommendation is marked as received.')
		await follow(focalPoint, 'Submit to the level above')
		await focalPoint.getByLabel('To which level').selectOption({ label: senior.name })
		await focalPoint.getByLabel('On which day').fill(daysAgo(10))
		await focalPoint.getByLabel('Note to the next level').fill('It needs posts of two ministries.')
		await press(inMain(focalPoint), 'Submit to the level above')
		await told(focalPoint, 'The recommendation was submitted.')

		// The senior committee has it on its agenda by itself, and decides.
		await secretary.goto(`/zwe/recommendation/${recommendation}`)
		await follow(secretary, 'Confirm receipt')
		await secretary.getByLabel('On which day').fill(daysAgo(9))
		await press(inMain(secretary), 'Confirm receipt')
		await told(secretary, 'The recommendation is marked as received.')
		await planAndCall(secretary, {
			structure: senior.name,
			title: `First meeting of ${senior.name}`,
			day: daysAgo(1),
			called: daysAgo(12),
			standing: true,
			items: [{ title: 'The desk at the border', subject: recommendation }]
		})
		const seniorMeeting = numberOf(secretary)
		expect(await part(secretary, 'agenda').getByRole('link', { name: RECOMMENDED }).count()).toBe(2)
		await hold(secretary, { 'Ministry of Home Affairs': 'Present', [first.name]: 'Present', [second.name]: 'Present' })
		await follow(secretary, /^Minutes$/)
		await typeMinutes(secretary, {
			meeting: seniorMeeting,
			title: 'The desk at the border',
			text: 'Agreed, posts included.'
		})
		const deciding = await unfold(secretary, 'The desk at the border', 'Record a decision')
		await deciding.getByLabel('Decision in short').fill('One desk at Beitbridge')
		await deciding.getByLabel('Text of the decision').fill('One desk receives those who return.')
		await press(deciding, 'Record a decision')
		await told(secretary, 'The decision was recorded.')
		await itemOf(secretary, 'The desk at the border').getByRole('link', { name: 'One desk at Beitbridge' }).click()
		await heading(secretary, 'One desk at Beitbridge')
		const decision = numberOf(secretary)
		await secretary.goto(`/zwe/recommendation/${recommendation}`)
		await follow(secretary, /^Answer$/)
		await secretary.getByLabel('Accepted', { exact: true }).check()
		await secretary.getByRole('textbox', { name: 'Reasons' }).fill('Both ministries have the posts.')
		await secretary.getByLabel('Decided where').selectOption(`decision:${decision}`)
		await secretary.getByLabel('On which day').fill(daysAgo(1))
		await press(inMain(secretary), 'Give this answer')
		await told(secretary, 'The answer was recorded with its reasons.')

		// It comes down as an action of the ministry that is asked.
		await follow(secretary, 'Assign an action')
		await secretary.getByLabel('What, in one line').fill('Open the desk at Beitbridge')
		await secretary.getByLabel('Responsible actor').selectOption('zwe-mopslsw')
		await secretary.getByLabel('Due on').fill(daysAgo(-30))
		await press(inMain(secretary), 'Assign')
		await told(secretary, 'The action was assigned.')
		const action = numberOf(secretary)
		for (const origin of [RECOMMENDED, 'One desk at Beitbridge', `Third meeting of ${forum.name}`])
			expect(await part(secretary, 'where-from').innerText()).toContain(origin)

		await focalPoint.goto('/zwe/action')
		await follow(focalPoint, 'Open the desk at Beitbridge')
		await follow(focalPoint, 'Report progress')
		await focalPoint.getByLabel('What was done, what is left, and why').fill('The desk is open each day.')
		await focalPoint.getByLabel('How much is done, in percent').fill('100')
		await focalPoint.getByLabel('File that shows it').setInputFiles({
			name: 'handover.txt',
			mimeType: 'text/plain',
			buffer: Buffer.from('Handed over to two officers\n')
		})
		await focalPoint.getByLabel('What the file is').fill('Protocol of the handover')
		await focalPoint.getByLabel('It is done: hand the action in').check()
		await press(inMain(focalPoint), 'Report progress')
		await told(focalPoint, 'The report was saved.')
		expect(await inMain(focalPoint).getByRole('link', { name: 'Accept and close' }).count()).toBe(0)

		await secretary.goto(`/zwe/action/${action}`)
		await seen(part(secretary, 'reports').getByRole('link', { name: 'Protocol of the handover' }))
		await follow(secretary, 'Accept and close')
		await press(inMain(secretary), 'Accept and close')
		await told(secretary, 'The evidence was accepted and the action is closed.')

		// Whoever recommended it reads the whole of its way.
		await chair.goto(`/zwe/recommendation/${recommendation}`)
		const way = part(chair, 'way')
		expect(await way.innerText()).toContain('2 levels so far, 37 days in all.')
		const levels = way.getByRole('table').getByRole('row')
		// Each level names who sent it there: a row is told by its own heading.
		const levelOf = (name: string) => levels.filter({ has: chair.getByRole('rowheader', { name }) })
		const passedOn = await levelOf(ministers.name).innerText()
		expect(passedOn).toContain('Waited 28 days')
		expect(passedOn).toContain(`by ${forum.name}`)
		const accepted = await levelOf(senior.name).innerText()
		for (const said of [
			`by ${ministers.name}`,
			'It needs posts of two ministries.',
			'Waited 9 days',
			'Accepted',
			'Both ministries have the posts.',
			'One desk at Beitbridge'
		])
			expect(accepted).toContain(said)
		const picture = await way.locator('.chain-picture').textContent()
		for (const station of [forum.name, ministers.name, senior.name, 'Open the desk at Beitbridge'])
			expect(picture?.replaceAll(/\s+/g, ' ')).toContain(station)
		expect(await part(chair, 'actions').getByRole('row').last().innerText()).toContain('Closed')
		expect(await faultsForEverybody(chair)).toEqual([])

		// Nothing tells who does not sit in the forum of the item that is for its members.
		await chair.goto(`/zwe/meeting/${forumMeeting}`)
		expect(await part(chair, 'agenda').innerText()).toContain(RESTRICTED)
		const restricted = await part(chair, 'agenda').getByRole('link', { name: RESTRICTED }).getAttribute('href')
		await focalPoint.goto(`/zwe/recommendation/${recommendation}`)
		await follow(focalPoint, `Third meeting of ${forum.name}`)
		const agenda = await part(focalPoint, 'agenda').innerText()
		expect(agenda).toMatch(/1\.\s+Opening by the hosts[^]*2\.\s+Those who return/)
		for (const address of ['', '/minutes']) {
			await focalPoint.goto(`/zwe/meeting/${forumMeeting}${address}`)
			expect(await textOf(focalPoint)).toContain('Those who return')
			expect(await focalPoint.content()).not.toContain(RESTRICTED)
			expect(await focalPoint.content()).not.toContain('heard both sides')
		}
		expect((await focalPoint.goto(restricted ?? ''))?.status()).toBe(404)
	}
)

test('a member proposes an item, which nobody else sees until whoever runs the meeting accepts it', async () => {
	const other = await anActor()
	const committee = await aCommittee('working-group', { members: ['zwe-mopslsw', other.key], noticeDays: 7 })
	const { reference } = await run('meeting.plan', {
		structure: committee.key,
		title: `Meeting of ${committee.name}`,
		start: `${daysAgo(-30)}T09:00`,
		end: `${daysAgo(-30)}T12:00`,
		standing: false
	})
	const address = `/zwe/meeting/${String(reference)}`
	const member = await aPage({ as: 'Migration Focal Point' })
	await member.goto(address)
	await follow(member, 'Propose an item')
	await member.getByLabel('Title in English').fill('Fees for permits')
	await member.getByLabel('Planned minutes').fill('20')
	await press(inMain(member), 'Propose an item')
	await told(member, 'The item was proposed.')
	const reader = await aPage({ as: 'Permanent Secretary' })
	await reader.goto(address)
	expect(await textOf(reader)).not.toContain('Fees for permits')

	const secretary = await aPage({ as: 'Coordination Officer' })
	await secretary.goto(address)
	await follow(secretary, 'Fees for permits')
	await follow(secretary, 'Accept on to the agenda')
	await press(inMain(secretary), 'Accept on to the agenda')
	await told(secretary, 'The item stands on the agenda.')
	await reader.reload()
	expect(await part(reader, 'agenda').innerText()).toMatch(/1\.\s+Fees for permits/)
})
