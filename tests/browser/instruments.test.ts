import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, aStructure, run, seen, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'

/** An invented act in force, and an invented bill that says some of the same in other words. */
const ACT = `INVENTED ACT ON THE RECRUITMENT OF WORKERS

1. Licence of recruitment agencies
No person shall recruit workers for employment in another country without a licence granted by the Minister.

2. No fees to be charged to workers
A recruitment agency shall not charge any worker a fee or cost for recruitment or placement.

3. Identity documents
No employer or agency shall keep the passport or the identity document of a worker.

4. Inspection
A labour officer may enter and inspect the premises of a recruitment agency at any reasonable time.

5. Fisheries levy
Every holder of a fishing permit pays a yearly levy on the weight of the catch that is landed.
`
const BILL = `INVENTED BILL ON LABOUR MIGRATION

1. Agencies must be licensed
Whoever recruits workers for jobs abroad needs a licence from the Minister before doing so.

2. Workers pay nothing
Recruitment agencies shall not charge workers any fee or cost for their recruitment or their placement.

3. Passports stay with the worker
It is forbidden for an employer or a recruitment agency to keep the passport or identity document of a worker.

4. Visits of inspectors
Labour officers may enter and inspect the premises of recruitment agencies at any reasonable time.

5. Weather stations
The meteorological service keeps a weather station in each district and publishes its measurements daily.
`

/** Enters a law with its text as a person does, and waits until the text has been read. */
async function aLaw(page: Page, { title, stage, text }: { title: string; stage: string; text: string }) {
	await page.goto('/zwe/policy/new')
	await page.locator('input[name^="name"]').first().fill(title)
	await page.locator('select[name=stage]').selectOption(stage)
	await page.locator('input[name=on]').fill('2020')
	await page.getByRole('main').getByRole('button', { name: 'Create' }).click()
	await seen(page.getByRole('heading', { level: 1, name: title }))
	const address = new URL(page.url()).pathname
	await page.goto(`${address}/version/add`)
	await page
		.getByLabel('File', { exact: false })
		.setInputFiles({ name: 'draft.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
	await page.getByLabel('Name of the version', { exact: false }).fill('First text')
	await page.getByRole('main').getByRole('button', { name: 'Add a version' }).click()
	await seen(page.getByRole('heading', { name: 'Since the version before' }))
	return address
}

test('a draft is uploaded, overlaps are confirmed, obligations judged, and the clash stands on the next agenda, without script', async () => {
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	const mark = aKey('law')
	const act = `Invented Recruitment Act ${mark}`
	const bill = `Invented Labour Migration Bill ${mark}`
	const structure = await aStructure()
	await aLaw(page, { title: act, stage: 'in-force', text: ACT })
	const draft = await aLaw(page, { title: bill, stage: 'drafting', text: BILL })

	await page.goto(`${draft}/overlaps?against=in-force`)
	const before = await textOf(page)
	for (const strange of ['weather station', 'fishing permit']) expect(before).not.toContain(strange)
	expect(await page.locator('mark').count()).toBeGreaterThan(0)
	await page.locator('select[name^="pick:type"]').first().selectOption('contradicts')
	await page.getByRole('button', { name: 'Accept pair 1', exact: true }).click()
	await seen(page.getByRole('link', { name: 'contradicts', exact: true }))
	for (const number of [1, 2]) await page.getByLabel(`Pick pair ${String(number)}`, { exact: true }).check()
	await page.getByRole('button', { name: 'Accept those picked' }).click()
	await page.getByText('Accepted', { exact: true }).nth(2).waitFor({ state: 'visible' })

	const judging = '/zwe/instrument/un-tip-protocol/domestication/judge'
	await page.goto(judging)
	await page.getByLabel('Law or policy').selectOption({ label: bill })
	await page.getByRole('button', { name: 'Go on' }).click()
	await page.getByLabel('Reason for all that have none of their own').fill('Invented: as the draft reads')
	const verdicts = page.locator('select[name^="verdict:"]')
	for (let at = 0; at < 10; at++) await verdicts.nth(at).selectOption(at % 2 === 0 ? 'met' : 'partly')
	await page.getByRole('main').getByRole('button', { name: 'Judge', exact: true }).click()
	await seen(page.getByRole('heading', { level: 1 }))
	const matrix = await textOf(page)
	expect(matrix).toContain(bill)
	await page.goto(`${draft}/carries`)
	expect((await textOf(page)).match(/\bMet\b/g)?.length ?? 0).toBeGreaterThanOrEqual(5)

	const day = new Date(Date.parse(`${today}T00:00:00Z`) + 60 * 86_400_000).toISOString().slice(0, 10)
	const meeting = await run('meeting.plan', {
		structure: structure.key,
		title: `Meeting ${mark}`,
		start: `${day}T09:00`,
		end: `${day}T12:00`
	})
	await page.goto('/zwe/harmonization/new')
	await page.getByLabel('Name', { exact: true }).fill(`Recruitment, in the act and in the bill ${mark}`)
	await page.getByLabel('What is to be settled').fill('Both license agencies')
	await page.getByLabel('Structure in charge').selectOption(structure.key)
	const relations = page.locator('input[name="relations"]')
	for (let at = 0; at < 3; at++) await relations.nth(at).check()
	await page.getByRole('main').getByRole('button', { name: 'Put on the board' }).click()
	await seen(page.getByRole('heading', { level: 1, name: `Recruitment, in the act and in the bill ${mark}` }))
	await page.getByRole('button', { name: 'Put on the agenda of the next meeting' }).click()
	await page.goto(`/zwe/meeting/${String(meeting['reference'])}`)
	expect(await textOf(page)).toContain(`Recruitment, in the act and in the bill ${mark}`)
	const looking = await aPage({ as: OFFICER })
	for (const address of [`${draft}/overlaps?against=in-force`, '/zwe/harmonization', `${draft}/carries`]) {
		await looking.goto(address)
		expect(await faultsForEverybody(looking), address).toEqual([])
	}
})
