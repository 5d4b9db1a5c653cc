import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Pitso } from './server.ts'

export const pitso = ofThisWorker()

function ofThisWorker(): Pitso {
	const index = Number(process.env['VITEST_POOL_ID'] ?? 1) - 1
	const found = inject('pitso')[index]
	if (!found) throw new Error(`no product was started for worker ${String(index + 1)}`)
	return found
}

let connected: Promise<Browser> | undefined

/** The browser of the run. */
export const theBrowser = (): Promise<Browser> => (connected ??= chromium.connect(inject('browser')))

/** The offices of Zimbabwe's demonstration seats, as their buttons say them. */
export type Office =
	| 'Coordination Officer'
	| 'Workspace Administrator'
	| 'Civil Society Representative'
	| 'Permanent Secretary'
	| 'Migration Focal Point'

type Visitor = BrowserContextOptions & { as?: Office }

/** A page of a visitor of its own, at no address yet, with whatever seat is named; it is gone when the test is over. */
export async function aPage({ as, ...options }: Visitor = {}): Promise<Page> {
	const context = await (await theBrowser()).newContext({ baseURL: pitso.address, locale: 'en-GB', ...options })
	onTestFinished(() => context.close())
	context.setDefaultTimeout(60_000)
	const page = await context.newPage()
	if (as) await signIn(page, as)
	return page
}

/** Takes a seat in Zimbabwe as a person does: by the button of the demonstration. */
export async function signIn(page: Page, office: Office): Promise<void> {
	await page.goto('/zwe/sign-in')
	await page.getByRole('button', { name: `seat: ${office}` }).click()
	await seen(page.getByRole('heading', { level: 1, name: 'Zimbabwe' }))
}

/** Waits until it is there to be seen; the test fails where it does not come. */
export const seen = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' })

/** What stands in the page's main part, as a reader sees it. */
export const textOf = (page: Page): Promise<string> => page.locator('main').innerText()

/** Follows a link of the main part by what it says. */
export async function follow(page: Page, name: string | RegExp): Promise<void> {
	await page.getByRole('main').getByRole('link', { name }).first().click()
}

/** The day it is in Zimbabwe, `YYYY-MM-DD`. */
export const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Harare' }).format(new Date())

let counted = 0

/** A key that no other test uses. */
export const aKey = (about: string): string => `test-${about}-${String((counted += 1))}-${String(process.pid)}`

const Answer = z.record(z.string(), z.unknown())

/** Sets the stage by the programming interface: runs an operation in Zimbabwe, and fails when it is refused. */
export async function run(
	operation: string,
	input: Record<string, unknown>,
	seat: keyof typeof pitso.tokens = 'secretariat'
): Promise<Record<string, unknown>> {
	const response = await fetch(`${pitso.address}/api/v1/zwe/${operation}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${pitso.tokens[seat]}`, 'content-type': 'application/json' },
		body: JSON.stringify(input)
	})
	const answer: unknown = await response.json()
	if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`)
	return Answer.parse(answer)
}

type Made = { key: string; name: string }

/** An active working group under no other, with a name of its own. */
export async function aStructure(fields: Record<string, unknown> = {}): Promise<Made> {
	const key = aKey('structure')
	const name = `Working Group ${key}`
	await run('structure.create', { key, name, level: 'technical', kind: 'working-group', status: 'active', ...fields })
	return { key, name }
}

/** A ministry with a name of its own. */
export async function anActor(fields: Record<string, unknown> = {}): Promise<Made> {
	const key = aKey('actor')
	const name = `Ministry ${key}`
	await run('actor.create', { key, name, kind: 'ministry', ...fields })
	return { key, name }
}
