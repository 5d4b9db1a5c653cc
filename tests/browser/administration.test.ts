import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aKey, aPage, aStructure, anActor, follow, pitso, run, seen, textOf } from './stage.ts'

const ADMINISTRATOR = 'Workspace Administrator'

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const send = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))

/** A seat of its own, made by the interface. */
async function aSeat(fields: Record<string, unknown> = {}) {
	const key = aKey('seat')
	const office = `Officer ${key}`
	await run('seat.create', { key, role: 'observer', office, ...fields }, 'administrator')
	return { key, office }
}

const asks = (token: string, operation: string, input: object = {}) =>
	fetch(`${pitso.address}/api/v1/zwe/${operation}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(input)
	}).then((response) => response.status)

test('a seat is made, somebody invited to it by a link shown once, sent again and revoked; without a script', async () => {
	const office = `Director ${aKey('office')}`
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto('/zwe')
	await page.getByRole('navigation').getByRole('link', { name: 'Administration' }).first().click()
	await heading(page, 'Administration')
	await follow(page, 'Seats')
	await follow(page, 'Make a seat')
	await page.getByLabel('Office').fill(office)
	await page.getByLabel('Role').selectOption('member')
	await send(page, 'Make a seat')
	expect(await page.getByRole('alert').innerText()).toContain('Choose the actor.')
	expect(await page.getByLabel('Office').inputValue()).toBe(office)
	await page.getByLabel('Actor').selectOption('zwe-mopslsw')
	await send(page, 'Make a seat')
	await told(page, 'Nobody holds it yet')
	await heading(page, office)

	await follow(page, 'Invite somebody')
	await page.getByLabel('Name').fill('Tariro Dube')
	await page.getByLabel('E-mail').fill('tariro@ministry.example')
	await send(page, 'Invite somebody')
	await told(page, 'This link is shown this once only')
	const link = await page.locator('main code').innerText()
	expect(link).toMatch(/^http.*\/zwe\/invitation\/[\w-]{43}$/)
	await page.goto('/zwe/administration/invitations')
	expect(await textOf(page)).toContain('Tariro Dube')
	expect(await page.content()).not.toContain(link.split('/').at(-1))

	await follow(page, 'Tariro Dube')
	await send(page, 'Send again')
	const again = await page.locator('main code').innerText()
	expect(again).not.toBe(link)
	const visitor = await aPage()
	const says = async (address: string) => {
		await visitor.goto(address)
		return textOf(visitor)
	}
	expect(await says(link)).toContain('This invitation was withdrawn')
	expect(await says(again)).toContain('The seat you are invited to')
	await page.goto('/zwe/administration/invitations')
	await page.getByRole('main').getByRole('link', { name: 'Tariro Dube' }).first().click()
	await send(page, 'Revoke')
	await told(page, 'Its link opens nothing any more')
	expect(await says(again)).toContain('This invitation was withdrawn')

	await page.goto('/zwe/administration/invitations/new')
	await page.getByLabel('Name').fill('Rudo Dube')
	await page.getByLabel('E-mail').fill('no address')
	await page.getByLabel('Seat', { exact: true }).selectOption({ label: `${office} (Member)` })
	await page
		.getByRole('main')
		.locator('form')
		.evaluate((form) => form.setAttribute('novalidate', ''))
	await send(page, 'Invite somebody')
	await seen(page.getByRole('alert'))
	expect(await page.getByLabel('Seat', { exact: true }).inputValue()).not.toBe('')
	await page.getByLabel('E-mail').fill('rudo@ministry.example')
	await send(page, 'Invite somebody')
	await told(page, 'This link is shown this once only')
})

test('a seat is changed by what stands, and ended for good with its reason', async () => {
	const { key } = await aSeat()
	const page = await aPage({ as: ADMINISTRATOR })
	await page.goto(`/zwe/administration/seats/${key}`)
	await follow(page, 'Change')
	await run('seat.change', { seat: key, version: 1, office: 'Changed by another' }, 'administrator')
	await page.getByLabel('Office').fill('Changed by me')
	await send(page, 'Save')
	await seen(page.getByRole('alert'))
	expect(await page.getByRole('alert').innerText()).toContain('Somebody else changed')
	await page.goto(`/zwe/administration/seats/${key}/change`)
	await page.getByLabel('Office').fill('Changed after all')
	await send(page, 'Save')
	await heading(page, 'Changed after all')
	await follow(page, 'End this seat')
	await page.getByLabel('Reason').fill('The office was closed')
	await send(page, 'End this seat')
	await told(page, 'The seat was ended.')
	expect(await textOf(page)).toContain('The office was closed')
	await page.goto(`/zwe/administration/seats?filter[open]=false&filter[words]=${key}`)
	// Its last day is today, and it is open to the end of that day.
	expect(await textOf(page)).toContain('No seat matches')
})

test('a token is shown once, opens what it says and no more, and nothing once revoked', async () => {
	const { key, office } = await aSeat({ role: 'secretariat' })
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto('/zwe/administration/tokens')
	await follow(page, 'Make an access token')
	await page.getByLabel('Seat', { exact: true }).selectOption(key)
	await page.getByLabel('Name of the token').fill(`Reader ${key}`)
	await page.getByLabel('Only reading what the seat may see').check()
	await page.getByLabel('Good for').selectOption('30')
	await send(page, 'Make an access token')
	await told(page, 'This token is shown this once only')
	const token = await page.locator('main .notice code').innerText()
	expect(await asks(token, 'structure.list')).toBe(200)
	expect(await asks(token, 'actor.create', { name: 'Agency', kind: 'agency' })).toBe(403)
	await page.goto(`/zwe/administration/tokens?filter[seat]=${key}`)
	const row = await textOf(page)
	expect(row).toContain(office)
	expect(row).toContain('Reading')
	expect(row).not.toContain('Never')
	expect(row).not.toContain(token)
	await page.getByRole('main').getByRole('link', { name: 'Revoke' }).first().click()
	await send(page, 'Revoke')
	await told(page, 'It opens nothing any more')
	expect(await asks(token, 'structure.list')).toBe(401)
})

test('whoever holds a seat makes and revokes tokens of that seat, and sees no administration', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe')
	expect(await page.getByRole('navigation').getByRole('link', { name: 'Administration' }).count()).toBe(0)
	expect((await page.goto('/zwe/administration/people'))?.status()).toBe(403)
	expect(await textOf(page)).toContain('Only administrators')
	await page.goto('/zwe/seat/tokens')
	const name = `Mine ${aKey('token')}`
	await page.getByLabel('Name of the token').fill(name)
	await send(page, 'Make an access token')
	const token = await page.locator('main .notice code').innerText()
	expect(await asks(token, 'structure.list')).toBe(200)
	await page.goto('/zwe/seat/tokens')
	await page.getByRole('button', { name: `Revoke ${name}` }).click()
	await told(page, 'It opens nothing any more')
	expect(await asks(token, 'structure.list')).toBe(401)
})

test('a handover page tells what is open and recurs, keeps notes, hands the seat over and prints', async () => {
	const actor = await anActor()
	const structure = await aStructure({ chair: actor.key, meetingsPerYear: 4 })
	const { key, office } = await aSeat({ role: 'member', actor: actor.key })
	const added = { structure: structure.key, actor: actor.key, kind: 'member', reason: 'by letter', from: '2026-01-05' }
	const { id } = await run('membership.add', added)
	const nominated = { membership: id, capacity: 'principal', office: 'The director', from: '2026-01-05' }
	await run('nomination.add', { ...nominated, email: 'director@ministry.example' })
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto(`/zwe/administration/seats/${key}/handover`)
	await heading(page, `Handover of the seat ${office}`)
	expect(await page.locator('#recurring').innerText()).toContain(structure.name)
	expect(await page.locator('#recurring').innerText()).toContain('Chairs it')
	expect(await page.locator('#open').innerText()).toContain('Nothing waits on this seat')

	await page.getByLabel('Note', { exact: true }).fill('Call the desk before noon.')
	await send(page, 'Leave a note')
	await told(page, 'The note was left with the seat.')
	expect(await page.locator('#notes').innerText()).toContain('Call the desk before noon.')

	await page.getByLabel(/The director, director@ministry.example/).check()
	await page.getByLabel('Reason').fill('The officer retired')
	await send(page, 'Hand the seat over')
	expect(await page.getByRole('alert').innerText()).toContain('Choose somebody known here')
	await page.getByLabel('Name').fill('Rudo Moyo')
	await page.getByLabel('E-mail').fill('rudo@ministry.example')
	await send(page, 'Hand the seat over')
	await told(page, 'This link is shown this once only')
	const open = await page.locator('#open').innerText()
	expect(open).toContain('Nominated as principal')
	expect(open).toContain(structure.name)
	expect(open).toContain('Invitation to this seat')

	await page.emulateMedia({ media: 'print' })
	const shown = await page
		.locator('main form')
		.evaluateAll((forms) => forms.filter((form) => form.checkVisibility()).length)
	expect(shown).toBe(0)
	expect(await page.locator('#notes').isVisible()).toBe(true)
})

test('a rule is added, tried out and withdrawn', async () => {
	const group = aKey('group')
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto('/zwe/administration/rules')
	await follow(page, 'Add a rule')
	await page.getByLabel('What an identity provider says').check()
	await page.getByLabel('Issuer').fill('https://login.ministry.example')
	await page.getByLabel('Claim', { exact: false }).first().fill('email')
	await page.getByLabel('Value').fill(group)
	await page.getByLabel('Role').selectOption('observer')
	await page.getByLabel('Office').fill('Observer')
	await send(page, 'Add a rule')
	expect(await page.getByRole('alert').innerText()).toContain('addresses change hands')
	await page.getByLabel('Claim', { exact: false }).first().fill('groups')
	await send(page, 'Add a rule')
	await told(page, 'The rule was added.')
	await page.goto('/zwe/administration/rules/try')
	await page.getByLabel('Issuer').fill('https://login.ministry.example')
	await page.getByLabel('What somebody brings').fill(`groups = others, ${group}`)
	await send(page, 'Try the rules out')
	expect(await textOf(page)).toContain(`${group} in the claim groups`)
	await page.goto('/zwe/administration/rules')
	const row = page.getByRole('row').filter({ hasText: group })
	await row.getByRole('link', { name: 'Withdraw' }).click()
	await page.getByLabel('Reason').fill('No longer wanted')
	await send(page, 'Withdraw')
	await told(page, 'The rule was withdrawn.')
	expect(await textOf(page)).not.toContain(group)
})

test('what is closed to the public leads it to the door, and settings show on paper and to whoever asks for a contact', async () => {
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	const visitor = await aPage()
	const save = async (isClosed: boolean) => {
		await page.goto('/zwe/administration/settings')
		await page.getByLabel('Vacant seats in structures').setChecked(isClosed)
		await page.getByLabel('Letterhead in English').fill(isClosed ? 'Republic of Zimbabwe\nDirectorate' : '')
		await page.getByLabel('Public contact: e-mail').fill(isClosed ? 'desk@ministry.example' : '')
		await send(page, 'Save')
		await told(page, 'The settings were changed.')
	}
	// A request finds the new settings within a few seconds.
	const leadsTo = (address: string) =>
		expect
			.poll(
				async () => {
					await visitor.goto('/zwe/vacant-seats')
					return new URL(visitor.url()).pathname
				},
				{ timeout: 60_000, interval: 500 }
			)
			.toBe(address)
	await save(true)
	await leadsTo('/zwe/sign-in')
	await visitor.goto('/zwe/about')
	expect(await visitor.locator('#contact').innerText()).toContain('desk@ministry.example')
	await visitor.emulateMedia({ media: 'print' })
	await seen(visitor.getByText('Republic of Zimbabwe'))
	await visitor.emulateMedia({ media: 'screen' })
	expect(await visitor.getByText('Republic of Zimbabwe').isVisible()).toBe(false)
	await save(false)
	await leadsTo('/zwe/vacant-seats')
})
