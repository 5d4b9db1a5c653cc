import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { draftLaw } from '#modules/instruments/provision/law-fixture.ts'
import { aFolder } from '#modules/instruments/provision/read-files-fixture.ts'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, aStructure, run, seen, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'

/** An invented act in force, and an invented bill that says some of the same in other words. */
const ACT = [
	'No person shall recruit workers for employment in another country without a licence granted by the Minister.',
	'A recruitment agency shall not charge any worker a fee or cost for recruitment or placement.',
	'No employer or agency shall keep the passport or the identity document of a worker.',
	'A labour officer may enter and inspect the premises of a recruitment agency at any reasonable time.',
	'Every holder of a fishing permit pays a yearly levy on the weight of the catch that is landed.'
]
const BILL = [
	'Whoever recruits workers for jobs abroad needs a licence from the Minister before doing so.',
	'Recruitment agencies shall not charge workers any fee or cost for their recruitment or their placement.',
	'It is forbidden for an employer or a recruitment agency to keep the passport or identity document of a worker.',
	'Labour officers may enter and inspect the premises of recruitment agencies at any reasonable time.',
	'The meteorological service keeps a weather station in each district and publishes its measurements daily.'
]

/** Both as a ministry sends them: the act as it was printed, the bill as it is being written. */
async function theFiles() {
	const folder = await aFolder()
	onTestFinished(folder.remove)
	for (const [name, to, head, items] of [
		['act', 'pdf', 'INVENTED ACT ON THE RECRUITMENT OF WORKERS', ACT],
		['bill', 'docx', 'INVENTED BILL ON LABOUR MIGRATION', BILL]
	] as const) {
		await writeFile(folder.at(`${name}.fodt`), draftLaw({ head, front: [head], parts: [{ items }] }))
		await folder.convert(to, `${name}.fodt`)
	}
	return { act: folder.at('act.pdf'), bill: folder.at('bill.docx') }
}

/** Enters a law with its text as a person does, and waits until the text has been read. */
async function aLaw(page: Page, { title, stage, file }: { title: string; stage: string; file: string }) {
	await page.goto('/zwe/policy/new')
	await page.locator('input[name^="name"]').first().fill(title)
	await page.locator('select[name=stage]').selectOption(stage)
	await page.locator('input[name=on]').fill('2020')
	await page.getByRole('main').getByRole('button', { name: 'Create' }).click()
	await seen(page.getByRole('heading', { level: 1, name: title }))
	const address = new URL(page.url()).pathname
	await page.goto(`${address}/version/add`)
	await page.getByLabel('File', { exact: false }).setInputFiles(file)
	await page.getByLabel('Name of the version', { exact: false }).fill('First text')
	await page.getByRole('main').getByRole('button', { name: 'Add a version' }).click()
	await seen(page.getByRole('heading', { name: 'Since the version before' }))
	return address
}

/** What stands in the column of a law, line by line of the matrix. */
async function columnOf(page: Page, law: string) {
	const heads = await page.locator('main table thead th').allInnerTexts()
	const column = heads.findIndex((head) => head.includes(law))
	return page.locator(`main table tbody tr > :nth-child(${String(column + 1)})`).allInnerTexts()
}

test.each([
	{ javaScriptEnabled: false, width: 1280 },
	{ javaScriptEnabled: true, width: 360 }
])(
	'a draft is uploaded, overlaps are confirmed, obligations judged, and the clash stands on the next agenda (script: $javaScriptEnabled, $width wide)',
	async ({ javaScriptEnabled, width }) => {
		const page = await aPage({ as: OFFICER, javaScriptEnabled, viewport: { width, height: 800 } })
		const mark = aKey('law')
		const act = `Invented Recruitment Act ${mark}`
		const bill = `Invented Labour Migration Bill ${mark}`
		const files = await theFiles()
		const structure = await aStructure()
		await aLaw(page, { title: act, stage: 'in-force', file: files.act })
		const draft = await aLaw(page, { title: bill, stage: 'drafting', file: files.bill })

		await page.goto(`${draft}/overlaps?against=in-force`)
		const before = await textOf(page)
		for (const strange of ['weather station', 'fishing permit']) expect(before).not.toContain(strange)
		expect(await page.locator('mark').count()).toBeGreaterThan(0)
		await page.locator('select[name^="pick:type"]').first().selectOption('contradicts')
		await page.getByRole('button', { name: 'Accept pair 1', exact: true }).click()
		await seen(page.getByRole('link', { name: 'contradicts', exact: true }))
		// Each of those picked becomes the relation that is chosen beside it.
		await page.locator('select[name^="pick:type"]').nth(1).selectOption('duplicates')
		for (const number of [1, 2]) await page.getByLabel(`Pick pair ${String(number)}`, { exact: true }).check()
		await page.getByRole('button', { name: 'Accept those picked' }).click()
		await page.getByText('Accepted', { exact: true }).nth(2).waitFor({ state: 'visible' })
		expect(await page.locator('#judged').getByRole('link', { name: 'duplicates', exact: true }).count()).toBe(1)
		// The other side is named, never the draft itself.
		expect(await page.locator('#judged tbody tr').count()).toBe(3)
		expect(await page.locator(`#judged a[href="${draft}"]`).count()).toBe(0)

		const judging = '/zwe/instrument/un-tip-protocol/domestication/judge'
		await page.goto(judging)
		await page.getByLabel('Law or policy').selectOption({ label: bill })
		await page.getByRole('button', { name: 'Go on' }).click()
		await page.getByLabel('Reason for all that have none of their own').fill('Invented: as the draft reads')
		const verdicts = page.locator('select[name^="verdict:"]')
		for (let at = 0; at < 10; at++) await verdicts.nth(at).selectOption(at % 2 === 0 ? 'met' : 'partly')
		await page.getByRole('main').getByRole('button', { name: 'Judge', exact: true }).click()
		await seen(page.getByRole('heading', { level: 1, name: 'Domestication' }))
		const column = await columnOf(page, bill)
		for (const verdict of ['Met', 'Partly met'])
			expect(column.filter((cell) => cell.trim().endsWith(verdict))).toHaveLength(5)
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
		// What is done is answered with a page of its own: leaving before it comes would give up the one or the other.
		await Promise.all([
			page.waitForEvent('load'),
			page.getByRole('button', { name: 'Put on the agenda of the next meeting' }).click()
		])
		await page.goto(`/zwe/meeting/${String(meeting['reference'])}`)
		expect(await textOf(page)).toContain(`Recruitment, in the act and in the bill ${mark}`)
		expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
			true
		)
		const looking = await aPage({ as: OFFICER })
		for (const address of [`${draft}/overlaps?against=in-force`, '/zwe/harmonization', `${draft}/carries`]) {
			await looking.goto(address)
			expect(await faultsForEverybody(looking), address).toEqual([])
		}
	}
)
