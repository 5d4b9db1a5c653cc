import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const EVERYTHING: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations']
}
const SIZES = [
	{ width: 1280, height: 900 },
	{ width: 360, height: 740 }
]

declare global {
	var axe: { run(options: RunOptions): Promise<AxeResults> }
}

/** What keeps a page, as it stands now, from being for everybody: wide and on a telephone. */
export async function faultsForEverybody(page: Page): Promise<string[]> {
	const found: string[] = []
	await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
	for (const size of SIZES) {
		await page.setViewportSize(size)
		const { violations } = await page.evaluate((options) => globalThis.axe.run(options), EVERYTHING)
		found.push(
			...violations.flatMap(({ id, nodes }) =>
				nodes.map(({ target, html }) => `${String(size.width)}: ${id} at ${target.join(' ')}: ${html.slice(0, 160)}`)
			)
		)
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
		if (wide > 0) found.push(`${String(size.width)}: ${String(wide)} pixels too wide`)
	}
	return found
}
