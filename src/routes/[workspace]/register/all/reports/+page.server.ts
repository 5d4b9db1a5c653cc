import { listEditions } from '#modules/registers/edition/edition-queries.ts'
import { sayPeriod } from '#modules/registers/edition/periods.ts'
import { editionPage } from '#modules/registers/edition/report-links.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { listPart } from '../../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, registers] = await Promise.all([
		locals.askFrom(listEditions, url),
		locals.ask(listRegisters, { limit: 200 })
	])
	return {
		registers: registers.items
			.map(({ reference, title }) => ({ value: reference, label: words.name(title) }))
			.sort((one, other) => words.order(one.label, other.label)),
		list: listPart(found, (edition) => ({
			href: editionPage(workspace, edition),
			name: words.name(edition.title),
			number: edition.reference,
			register: edition.register && words.name(edition.register.title),
			period: sayPeriod(words, edition.period, edition),
			progress: edition.progress,
			completed: edition.completed,
			state: edition.state
		}))
	}
}
