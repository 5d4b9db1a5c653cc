import { aKey, run } from './stage.ts'

/** A report of the trainings of a month that everybody with a seat reads, laid out for a test. */
export async function aReportLayout(more: Record<string, unknown> = {}) {
	const key = aKey('report')
	const { reference } = await run('reportTemplate.add', {
		register: 'training',
		definition: {
			key,
			names: { en: `Trainings ${key}` },
			period: 'month',
			day: 'ends',
			compare: ['before'],
			audience: 'workspace',
			languages: ['en'],
			blocks: [
				{ block: 'text', key: 'summary', text: { en: 'In {period}, {figure.held} were held.' }, complete: 'may' },
				{ block: 'figures', key: 'figures', figures: [{ headline: 'held' }, { headline: 'came' }] },
				{ block: 'chart', key: 'mode', by: 'mode', names: { en: 'By way they are held' } },
				{ block: 'cross', key: 'cross', rows: 'mode', columns: 'state' },
				{ block: 'list', key: 'list', columns: ['provider', 'mode', 'ends'] }
			],
			...more
		}
	})
	return { key, template: String(reference) }
}

/** Such a report with one edition that stands and one that is a draft. */
export async function someEditions() {
	const { template } = await aReportLayout()
	const { reference: edition, id } = await run('reportEdition.make', { template, day: '2025-05-01' })
	await run('reportEdition.complete', { edition: id, version: 1 })
	const { reference: draft } = await run('reportEdition.make', { template, day: '2025-04-01' })
	return { template, edition: String(edition), draft: String(draft) }
}
