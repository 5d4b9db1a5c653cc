import { expect, test } from 'vitest'
import { aKey, aPage, run, seen, textOf } from './stage.ts'
import { untilRead, upload } from './stage-laws.ts'

const OFFICER = 'Coordination Officer'

const ACT = `1. No fees
A recruitment agency shall not charge any worker a fee or cost for recruitment or placement.

2. Identity documents
No employer or agency shall keep the passport or the identity document of a worker.
`
const BILL = `1. Workers pay nothing
Recruitment agencies shall not charge workers any fee or cost for their recruitment or their placement.

2. Passports stay with the worker
It is forbidden for an employer or a recruitment agency to keep the passport or identity document of a worker.
`
const PLAN = `Chapter 1 Economy

1.1 Growth of four per cent a year is expected from farming and mining.

1.2 Transfers of the diaspora are sent home at lower cost.

Chapter 2 Health

2.1 Clinics are stocked with essential medicines.

2.2 Nurses who leave for posts abroad are migrant workers, and an agreement on labour migration protects them.
`

async function aText({ name, form, stage, text }: { name: string; form: string; stage: string; text: string }) {
	const added = await run('policy.add', { name, form, stage, on: '2020', summary: 'Invented for a test.' })
	const policy = String(added['reference'])
	await run('policy.addVersion', { policy, file: await upload('text.txt', text), label: 'First text' })
	await untilRead(policy, 1)
	return policy
}

/** An act, and a bill that is compared with it alone. */
async function twoTexts() {
	const mark = aKey('overlap')
	const act = await aText({ name: `Invented Act ${mark}`, form: 'act', stage: 'in-force', text: ACT })
	const bill = await aText({ name: `Invented Bill ${mark}`, form: 'bill', stage: 'drafting', text: BILL })
	return `/zwe/policy/${bill}/overlaps?against=${act}`
}

test.each([true, false])(
	'a pair is set aside, stays so, and is accepted after all (script: %s)',
	async (javaScriptEnabled) => {
		const page = await aPage({ as: OFFICER, javaScriptEnabled })
		await page.goto(await twoTexts())
		const pairs = () => page.getByRole('heading', { name: /^Pair \d+: alike to/ }).allInnerTexts()
		const before = await pairs()
		expect(before.length).toBeGreaterThan(1)
		expect(before.join()).not.toContain('100 of 100')
		await page.getByLabel(/^Argument or reason/).fill('Invented: two matters')
		await page.getByRole('button', { name: 'Reject pair 1', exact: true }).click()
		await seen(page.getByText('The pairs were rejected, and are not suggested again.'))
		expect(await pairs()).toHaveLength(before.length - 1)
		const judged = page.locator('#judged')
		expect(await judged.innerText()).toContain('Invented: two matters')
		await page.reload()
		expect(await pairs()).toHaveLength(before.length - 1)
		await judged.getByRole('button', { name: 'Accept after all' }).click()
		await seen(judged.getByRole('link', { name: 'overlaps with', exact: true }))
		expect(await pairs()).toHaveLength(before.length - 1)
	}
)

test('by keyboard alone: Enter on a tick judges nothing, and what is ticked is what is judged', async () => {
	const page = await aPage({ as: OFFICER })
	await page.goto(await twoTexts())
	await page.getByLabel('Pick pair 2', { exact: true }).focus()
	await page.keyboard.press('Space')
	await page.keyboard.press('Enter')
	const second = (await page.locator('section.panel h3').nth(2).innerText()).trim()
	const reject = page.getByRole('button', { name: 'Reject those picked' })
	for (let at = 0; at < 100 && !(await reject.evaluate((button) => button.matches(':focus'))); at++)
		await page.keyboard.press('Tab')
	await page.keyboard.press('Enter')
	await seen(page.getByText('The pairs were rejected, and are not suggested again.'))
	const judged = page.locator('#judged tbody tr')
	expect(await judged.count()).toBe(1)
	expect(await judged.innerText()).toContain(second)
	await reject.click()
	await seen(page.getByText('No pair was picked.', { exact: false }))
})

test.each([true, false])(
	'passages of a plan are suggested, set aside, confirmed, and one is added by its number (script: %s)',
	async (javaScriptEnabled) => {
		const page = await aPage({ as: OFFICER, javaScriptEnabled, viewport: { width: 360, height: 740 } })
		const plan = await aText({ name: `Invented Plan ${aKey('plan')}`, form: 'plan', stage: 'in-force', text: PLAN })
		const address = `/zwe/policy/${plan}/mainstreaming`
		await page.goto(address)
		await page.getByRole('button', { name: 'Look through the plan' }).click()
		await seen(page.getByText('0 provisions in 0 of 2 chapters.'))
		await page.getByLabel('Pick 1.2', { exact: true }).focus()
		await page.keyboard.press('Space')
		await page.keyboard.press('Enter')
		expect(await textOf(page)).toContain('0 provisions in 0 of 2 chapters.')
		// A theme that is chosen for those to be confirmed stands in no one's way who sets a passage aside.
		await page.locator('select[name="pick:theme"]').selectOption({ index: 1 })
		await page.getByRole('button', { name: 'Set those picked aside' }).click()
		await seen(page.getByText('The passages were set aside.'))
		await page.getByRole('button', { name: 'Confirm 2.2', exact: true }).click()
		await seen(page.getByText('One provision in 1 of 2 chapters.'))
		await page.getByLabel('Its number in the plan, or its reference').fill('9.9')
		await page.getByRole('button', { name: 'Add the passage' }).click()
		await seen(page.getByText('This plan has no provision of that number', { exact: false }))
		await page.getByLabel('Its number in the plan, or its reference').fill('1.1')
		await page.getByRole('button', { name: 'Add the passage' }).click()
		await seen(page.getByText('2 provisions in 2 of 2 chapters.'))
		expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
			true
		)
	}
)

test('French never tells of one where there is none', async () => {
	const page = await aPage({ as: OFFICER })
	const foot = page.getByRole('contentinfo')
	await foot.locator('select[name=language]').selectOption('fr')
	await foot.getByRole('button', { name: 'Set' }).first().click()
	await seen(foot.getByRole('button', { name: 'Appliquer' }))
	const plan = await aText({ name: `Invented Plan ${aKey('plan')}`, form: 'plan', stage: 'in-force', text: PLAN })
	await page.goto(`/zwe/policy/${plan}/mainstreaming`)
	const text = await textOf(page)
	expect(text).toContain('0 dispositions dans 0 sur')
	expect(text).not.toContain('Une disposition dans')
})
