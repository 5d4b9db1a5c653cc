import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startMailServer, type TestMailServer } from '../fixtures/mail-server.ts'
import { readMetrics } from '../fixtures/metrics-text.ts'
import { theBrowser } from './stage.ts'

// A product of its own, with a mail server and an operator: what is looked at here is what these do.
const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))
const OPERATOR = 'the-operator-of-these-tests-alone'

let mail: TestMailServer
let server: ChildProcess
let data = ''
let address = ''
let token = ''
let axe = ''
const log: string[] = []

beforeAll(async () => {
	mail = await startMailServer()
	data = await mkdtemp(join(tmpdir(), 'pitso-operating-'))
	axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
	const env = {
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		LANG: 'en_GB.UTF-8',
		PITSO_DATA: data,
		PORT: '0',
		SMTP_URL: `smtp://127.0.0.1:${String(mail.settings.port)}`,
		MAIL_FROM: 'Pitso <pitso@ministry.example>',
		PITSO_OPERATOR_TOKEN: OPERATOR,
		PITSO_LOG: 'requests',
		PITSO_QUOTA: '1 MB'
	}
	const started = spawn(PROGRAM, ['serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
	server = started
	const lines = createInterface({ input: started.stderr })
	address = await new Promise<string>((resolve, reject) => {
		lines.on('line', (line) => {
			log.push(line)
			const found = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
			if (found !== undefined) resolve(found)
		})
		started.once('exit', () => reject(new Error(`pitso serve did not start:\n${log.join('\n')}`)))
	})
	const asked = ['token', 'create', '--workspace', 'zwe', '--seat', 'administrator']
	const { stdout } = await promisify(execFile)(PROGRAM, asked, { env })
	token = z.object({ token: z.string() }).parse(JSON.parse(stdout)).token
})

afterAll(async () => {
	if (server.exitCode === null) {
		server.kill('SIGTERM')
		await once(server, 'exit')
	}
	await mail.stop()
	await rm(data, { recursive: true, force: true })
})

async function run(operation: string, input: unknown): Promise<Record<string, unknown>> {
	const response = await fetch(`${address}/api/v1/zwe/${operation}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(input)
	})
	const answer: unknown = await response.json()
	if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`)
	return z.record(z.string(), z.unknown()).parse(answer)
}

const Items = z.object({ items: z.array(z.looseObject({ id: z.string() })) })
const first = async (operation: string, input: unknown) => Items.parse(await run(operation, input)).items[0]

async function administrator(width = 1280): Promise<{ page: Page; close: () => Promise<void> }> {
	const context = await (
		await theBrowser()
	).newContext({ baseURL: address, locale: 'en-GB', viewport: { width, height: 900 } })
	context.setDefaultTimeout(60_000)
	const page = await context.newPage()
	await page.goto('/zwe/sign-in')
	await page.getByRole('button', { name: 'seat: Workspace Administrator' }).click()
	await page.getByRole('heading', { level: 1, name: 'Zimbabwe' }).waitFor()
	return { page, close: () => context.close() }
}

const mainText = (page: Page) => page.locator('main').innerText()

async function invite(email: string, key: string) {
	await run('seat.create', { key, role: 'observer', office: `Office ${key}` })
	await run('invitation.send', { seat: key, name: 'Tendai Moyo', email })
}

test('an invitation goes out by mail, and stands in the outbox as sent, without its link', async () => {
	await invite('tendai.moyo@labour.example', 'invited-one')
	await vi.waitFor(() => expect(mail.received).toHaveLength(1), { timeout: 90_000, interval: 100 })
	const [got] = mail.received
	const link = /http\S+\/zwe\/invitation\/\S+/.exec(got?.email.text ?? '')?.[0] ?? ''
	expect((await fetch(link)).status).toBe(200)
	const { page, close } = await administrator()
	await vi.waitFor(
		async () => {
			await page.goto('/zwe/administration/outbox')
			expect(await mainText(page)).toContain('Sent')
		},
		{ timeout: 90_000, interval: 200 }
	)
	await page.getByRole('link', { name: 'Invitation to a seat' }).click()
	const text = await mainText(page)
	expect(text).toContain('Your seat in Zimbabwe')
	expect(text).toContain('tendai.moyo@labour.example')
	expect(text).not.toContain(link.split('/').at(-1))
	await close()
})

test('a mail refused for good is told with its reason, and sent again from the outbox', async () => {
	mail.refusing.set('wrong@labour.example', 550)
	await invite('wrong@labour.example', 'invited-two')
	const { page, close } = await administrator()
	await vi.waitFor(
		async () => {
			await page.goto('/zwe/administration/outbox?filter[state]=failed')
			expect(await mainText(page)).toContain('refused this mail for good')
		},
		{ timeout: 90_000, interval: 200 }
	)
	mail.refusing.clear()
	await page.getByRole('checkbox', { name: 'Choose: Invitation to a seat, to wrong@labour.example' }).check()
	await page.getByRole('button', { name: 'Send the chosen' }).click()
	await vi.waitFor(() => expect(mail.received.some(({ to }) => to.includes('wrong@labour.example'))).toBe(true), {
		timeout: 90_000,
		interval: 100
	})
	expect(await mainText(page)).not.toContain('problem')
	await close()
})

test('a check is begun on its page, done as a job, and found whole', async () => {
	const { page, close } = await administrator()
	await page.goto('/zwe/administration/integrity')
	await page.getByRole('button', { name: 'Check now' }).click()
	await vi.waitFor(
		async () => {
			await page.goto('/zwe/administration/integrity')
			expect(await mainText(page)).toContain('Nothing wrong')
		},
		{ timeout: 90_000, interval: 300 }
	)
	await page.getByRole('table').getByRole('link').first().click()
	expect(await mainText(page)).toContain('History, search index, totals and files are whole')
	await page.goto('/zwe/administration/jobs')
	expect(await mainText(page)).toContain('History, search index, totals and files checked')
	await close()
})

test('the audit tells who did what from where, is narrowed, and taken along as CSV', async () => {
	const { page, close } = await administrator()
	await page.goto('/zwe/administration/audit')
	await page.getByLabel('Operation').selectOption({ value: 'invitation.send' })
	await page.getByRole('button', { name: 'Filter' }).click()
	const text = await mainText(page)
	expect(text).toContain('invitation.send')
	expect(text).toContain('127.0.0.1')
	expect(text).toContain('by the programming interface')
	expect(text).not.toContain('mail.list')
	const href = await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')
	const exporting = await page.request.get(href ?? '')
	expect(exporting.headers()['content-disposition']).toMatch(/^attachment; filename="?audit-zwe-/)
	const csv = await exporting.text()
	expect(csv.split('\n')[0]).toContain('"operation"')
	expect(csv).toContain('"invitation.send"')
	expect(csv).not.toContain('"mail.list"')
	const exported = await first('audit.list', { filter: { operation: ['audit.export'] } })
	expect(exported).toMatchObject({ outcome: 'done', via: 'page' })
	await close()
})

test('a workspace that is full refuses a file with how full it is', async () => {
	const form = new FormData()
	form.append('file', new Blob(['x'.repeat(1_100_000)]), 'large.txt')
	const response = await fetch(`${address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		body: form
	})
	expect(response.status).toBe(409)
	expect(await response.text()).toContain('may hold 1 MB')
})

const EVERYTHING: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations']
}

declare global {
	var axe: { run(options: RunOptions): Promise<AxeResults> }
}

test('every page of operations is for everybody, at 360 and at 1280 pixels', async () => {
	const [job, letter, check] = await Promise.all([
		first('job.list', {}),
		first('mail.list', {}),
		first('integrity.list', {})
	])
	const base = '/zwe/administration'
	const addresses = [
		`${base}/outbox`,
		`${base}/outbox?filter[state]=kept`,
		`${base}/outbox/${String(letter?.id)}`,
		`${base}/jobs`,
		`${base}/jobs/${String(job?.id)}`,
		`${base}/audit`,
		`${base}/audit?filter[record]=zwe-imcm&filter[from]=2026-01-01`,
		`${base}/storage`,
		`${base}/integrity`,
		`${base}/integrity/${String(check?.id)}`
	]
	const routes = globSync('{outbox,jobs,audit,storage,integrity}/**/+page.svelte', {
		cwd: fileURLToPath(new URL('../../src/routes/[workspace]/administration', import.meta.url))
	})
	expect(routes).toHaveLength(8)
	const faults: string[] = []
	for (const width of [360, 1280]) {
		const { page, close } = await administrator(width)
		for (const one of addresses) {
			const response = await page.goto(one)
			if (response?.status() !== 200) faults.push(`${one}: ${String(response?.status())}`)
			await page.evaluate(axe)
			const { violations } = await page.evaluate((asked) => globalThis.axe.run(asked), EVERYTHING)
			for (const { id, nodes } of violations)
				faults.push(`${one} at ${String(width)}: ${id} ${nodes[0]?.html.slice(0, 120) ?? ''}`)
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
			if (wide > 0) faults.push(`${one} at ${String(width)}: ${String(wide)} pixels too wide`)
		}
		await close()
	}
	expect(faults).toEqual([])
})

const asOperator = { headers: { authorization: `Bearer ${OPERATOR}` } }

test('health says to anybody yes or no, and to the operator why', async () => {
	const anybody = await fetch(`${address}/health`)
	expect(anybody.status).toBe(200)
	expect(await anybody.json()).toEqual({ status: 'ok' })
	const operator: unknown = await (await fetch(`${address}/health`, asOperator)).json()
	expect(operator).toMatchObject({ status: 'ok', database: { reached: true, engine: 'embedded' }, workspaces: 3 })
	const wrong = await fetch(`${address}/health`, { headers: { authorization: 'Bearer another-token-of-24-letters' } })
	expect(wrong.status).toBe(401)
	expect((await fetch(`${address}/metrics`)).status).toBe(401)
})

test('metrics are for the operator, count requests by the pattern of their address, and name nobody', async () => {
	const read = async () => {
		const response = await fetch(`${address}/metrics`, asOperator)
		expect(response.headers.get('content-type')).toContain('text/plain')
		const text = await response.text()
		return { text, metrics: readMetrics(text) }
	}
	const labels = { method: 'GET', route: '/[workspace]/actor', status: '200' }
	const before = (await read()).metrics.value('pitso_http_request_duration_seconds_count', labels)
	for (const query of ['?filter[words]=Tendai', '', '?limit=10']) await fetch(`${address}/zwe/actor${query}`)
	for (const path of ['/zwe/no/such/page', '/another/one', '/x'.repeat(20)]) await fetch(address + path)
	const { text, metrics } = await read()
	expect(metrics.value('pitso_http_request_duration_seconds_count', labels) - before).toBe(3)
	expect(metrics.value('pitso_jobs', { state: 'done' })).toBeGreaterThan(0)
	expect(metrics.value('pitso_mails', { state: 'sent' })).toBeGreaterThan(0)
	expect(
		metrics.value('pitso_operation_duration_seconds_count', { operation: 'invitation.send', outcome: 'done' })
	).toBe(2)
	expect(text).not.toMatch(/Tendai|moyo|labour\.example|no\/such/i)
	const routes = new Set(metrics.samples.map((sample) => sample.labels['route']).filter((route) => route !== undefined))
	expect([...routes].filter((route) => /zwe|x\/x/.test(route))).toEqual([])
})

test('no line of the log tells of a person, a secret, or what was asked for', async () => {
	const secrets = ['Tendai', 'moyo', 'labour.example', 'hunter2-of-the-test', 'a-secret-of-an-invitation', '127.0.0.1']
	const post = (path: string, body: string, headers: Record<string, string> = {}) =>
		fetch(address + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
	await fetch(`${address}/zwe/search?q=Tendai+Moyo`)
	await fetch(`${address}/zwe/actor?after=hunter2-of-the-test`)
	await fetch(`${address}/zwe/invitation/a-secret-of-an-invitation`)
	await fetch(`${address}/Tendai/Moyo`)
	await post('/api/v1/zwe/actor.create', '{"name": "Tendai Moyo", "contactEmail": "tendai.moyo@labour.example"}', {
		authorization: 'Bearer hunter2-of-the-test'
	})
	await post('/api/v1/zwe/actor.create', '{"name": "Tendai Moyo", ', { authorization: `Bearer ${token}` })
	await post('/sign-in', 'email=tendai.moyo%40labour.example&password=hunter2-of-the-test', {
		'content-type': 'application/x-www-form-urlencoded',
		origin: address
	})
	// A defect: the file that a row tells of is gone from the disk.
	const form = new FormData()
	form.append('file', new Blob(['secret text']), 'Tendai Moyo.txt')
	const uploaded = await fetch(`${address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		body: form
	})
	const { id } = z.object({ id: z.string() }).parse(await uploaded.json())
	const [stored = ''] = globSync(`${data}/files/*/*/${id}`)
	await rm(stored)
	const broken = await fetch(`${address}/api/v1/zwe/file.get?file=${id}`, {
		headers: { authorization: `Bearer ${token}` }
	})
	expect(broken.status).toBe(500)
	const { instance } = z.object({ instance: z.string() }).parse(await broken.json())
	const reference = instance.replace('urn:uuid:', '')
	await vi.waitFor(() => expect(log.some((line) => line.includes(reference))).toBe(true), { timeout: 60_000 })

	const lines = log.slice(log.findIndex((line) => line.startsWith('{')))
	const Line = z.looseObject({ level: z.enum(['error', 'warn', 'info']), message: z.string() })
	const told = lines.filter((line) => line.startsWith('{')).map((line) => Line.parse(JSON.parse(line)))
	expect(told.find((line) => line['reference'] === reference)).toMatchObject({ level: 'error' })
	expect(told.some((line) => line['route'] === '/[workspace]/search' && line['status'] === 200)).toBe(true)
	expect(told.every((line) => typeof line.message === 'string')).toBe(true)
	for (const secret of [...secrets, token, OPERATOR, data])
		expect(
			lines.filter((line) => line.toLowerCase().includes(secret.toLowerCase()) && !line.includes('ready at')),
			secret
		).toEqual([])
})
