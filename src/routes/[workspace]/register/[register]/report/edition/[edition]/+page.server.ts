import { EDITION_FORMATS } from '#modules/registers/edition/edition-files.ts'
import { listEditions } from '#modules/registers/edition/edition-queries.ts'
import { templatePage } from '#modules/registers/edition/report-links.ts'
import { sayKeptFigure } from '#modules/registers/edition/say-kept-figure.ts'
import { editionShown } from '../../edition-page.server.ts'
import type { PageServerLoad } from './$types'

const OTHERS = 25

const issueIn = (url: URL) => {
	const text = url.searchParams.get('issue')
	return text !== null && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const issue = issueIn(url)
	const shown = await editionShown({ locals, params }, issue)
	const { edition, page, language } = shown
	const ended = issue === undefined ? '' : `&issue=${String(issue)}`
	const others = edition.template
		? await locals.ask(listEditions, { filter: { template: edition.template.reference }, limit: OTHERS })
		: { items: [] }
	const numberOf = (key: string, of: 'before' | 'after') => {
		return sayKeptFigure(words, edition.changed.find((one) => one.key === key)?.[of] ?? null)
	}
	return {
		...shown,
		record: `/${params.workspace}/report-edition/${edition.reference}`,
		template:
			edition.template === null
				? null
				: {
						name: words.name(edition.template.title),
						href: templatePage(params.workspace, { reference: edition.template.reference, register: edition.register })
					},
		by: edition.shown.isByClock
			? words.t('registers.edition.by-clock')
			: (edition.shown.office ?? words.t('directory.by-nobody')),
		changed: edition.changed.map(({ key, names }) => ({
			key,
			label: words.name(names),
			before: numberOf(key, 'before'),
			after: numberOf(key, 'after')
		})),
		files: Object.keys(edition.content.said).flatMap((spoken) =>
			EDITION_FORMATS.map((format) => ({
				label: words.t('registers.edition.file', {
					format: words.t(`registers.edition.format.${format}`),
					language: words.languageName(spoken)
				}),
				href: `${page}/${format}?language=${spoken}${ended}`,
				isOwn: spoken === language
			}))
		),
		others: others.items
			.filter(({ reference }) => reference !== edition.reference)
			.map(({ reference, title }) => ({
				name: words.name(title),
				href: `${page}/compare?with=${reference}`
			}))
	}
}
