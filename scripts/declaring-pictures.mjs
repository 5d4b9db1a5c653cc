// The pictures of docs/declaring-a-register.md: drives a running product with its demonstration workspaces and leaves docs/pictures/declaring-*.png.
// node scripts/declaring-pictures.mjs http://localhost:3000   (CHROMIUM names the browser)
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [address = 'http://localhost:3000'] = process.argv.slice(2)
const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const SIZE = { width: 920, height: 640 }

const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
	args: ['--no-sandbox']
})
const context = await browser.newContext({
	baseURL: address,
	locale: 'en-GB',
	viewport: SIZE,
	javaScriptEnabled: false
})
const page = await context.newPage()
page.setDefaultTimeout(30_000)

/** A picture of the page from where something stands that it is about. */
async function picture(name, about) {
	if (about) await about.scrollIntoViewIfNeeded()
	const box = about ? await about.boundingBox() : null
	if (box) await page.mouse.wheel(0, box.y - 24)
	await page.waitForTimeout(200)
	await page.screenshot({ path: `${FOLDER}declaring-${name}.png` })
}

const main = page.getByRole('main')
const button = (name) => page.getByRole('button', { name }).click()

await page.goto('/zwe/sign-in')
await page.getByRole('button', { name: 'seat: Workspace Administrator' }).click()
await page.goto('/zwe/register/draft')
await picture('1-begin')

const rows = [
	'Mutare',
	'Beitbridge',
	'Chirundu',
	'Plumtree',
	'Nyamapanda',
	'Kazungula',
	'Victoria Falls',
	'Forbes'
].map(
	(post, index) =>
		`Invented visit to ${post},${index % 3 === 0 ? 'Online' : 'In person'},2026-0${String(index + 1)}-15,${String(400 + index * 150)}`
)
await page.goto('/zwe/register/draft/sheet')
await page.getByLabel('File', { exact: true }).setInputFiles({
	name: 'visits.csv',
	mimeType: 'text/csv',
	buffer: Buffer.from(['Title,Form,Day,Cost (USD)', ...rows].join('\n'))
})
await button('Read its columns')
await page.getByLabel(/^One entry is called \(English\)/).fill('Border visit')
await page.getByLabel(/^Several are called \(English\)/).fill('Border visits')
await page
	.getByLabel(/^What it is for \(English\)/)
	.fill('Invented visits to border posts, to show how a register is made.')
await picture('2-columns', page.getByRole('group', { name: 'Form', exact: true }))
await button('Begin the draft')
await picture('3-draft')
const draft = page.url()

await page.goto(`${draft}/edit/fields/+?type=long-text`)
await page.getByLabel(/^Name \(English\)/).fill('Lessons')
await page.getByLabel(/^Name \(French\)/).evaluate((field) => field.closest('details')?.setAttribute('open', ''))
await picture('4-field')
await button('Save in the draft')
await page.goto(`${draft}/edit/moves`)
await picture('5-life', page.getByRole('figure'))
await page.goto(`${draft}/preview`)
await picture('6-preview', page.locator('#list'))
await page.goto(`${draft}/preview`)
await button('Declare this register')
await picture('7-import')
await button(/^Bring in 8 entries/)
await page.waitForURL(/import\/[^/]+\?done|register\/border-visit/)
const home = new URL(page.url()).pathname.replace(/\/import\/.*/, '')
await page.goto(`${home}/figures`)
await page.getByLabel('Figure or chart').selectOption({ label: 'By Form' })
await page.getByLabel('On my home page').check()
await button('Put it there')
await picture('8-home', main.getByRole('heading', { level: 2, name: 'By Form' }))
await browser.close()
