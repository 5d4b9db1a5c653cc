import { listChoices } from '#modules/registers/listing/list-queries.ts'
import { writeAddress } from '#modules/registers/listing/list-address.ts'
import { registerReport } from '#modules/registers/report/report-queries.ts'
import { sayReport } from '#modules/registers/report/say-report.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

// A page of more entries than these is long to load where the line is slow; papers and workbooks have more.
const SHOWN = 100

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const looked = await lookedAt({ locals, params, url }, 'report')
	const { register, compiled, offer, home, asked, filter } = looked
	const [report, choices] = await Promise.all([
		locals.ask(registerReport, {
			register: params.register,
			filter,
			...(asked.sort === undefined ? {} : { sort: asked.sort }),
			...(asked.group === undefined ? {} : { group: asked.group }),
			...(asked.columns.length > 0 ? { columns: [...asked.columns] } : {}),
			listed: SHOWN
		}),
		locals.ask(listChoices, { register: params.register })
	])
	const said = sayReport({ words: locals.words, compiled, offer, areas: register.areas, choices, asked }, report)
	const address = writeAddress(asked)
	const ended = address.size > 0 ? `?${address.toString()}` : ''
	return {
		shown: looked.page(),
		said,
		home,
		group: report.group ?? '',
		columns: report.columns,
		offered: { columns: looked.options(offer.columns), groups: looked.options(offer.groups) },
		files: (['docx', 'pdf', 'xlsx'] as const).map((format) => ({
			label: locals.words.t(`registers.report.${format}`),
			href: `${home}/report/${format}${ended}`
		}))
	}
}
