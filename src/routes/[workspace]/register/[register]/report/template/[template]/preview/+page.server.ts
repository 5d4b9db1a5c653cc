import { languageOf } from '#modules/registers/edition/imprint.ts'
import { sayPeriod } from '#modules/registers/edition/periods.ts'
import { previewEdition } from '#modules/registers/edition/preview-edition.ts'
import { getTemplate } from '#modules/registers/edition/template-queries.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refusalSentence } from '../../../../../../../face.server.ts'
import type { Session } from '../../../../../../../session.server.ts'
import { refuseUnlessMay } from '../../../../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

type Asked = { day?: string | undefined; from?: string | undefined; until?: string | undefined }

/** What the edition would say, or why there is none: the day is changed on the page itself. */
async function lookedAt(locals: Session, template: string, asked: Asked) {
	try {
		const { first, last, content } = await locals.attempt(previewEdition, { template, ...asked })
		const { words, workspace } = locals
		const language = languageOf(content, words.language, workspace?.language ?? 'en')
		const said = content.said[language]
		return {
			why: null,
			shown: said ? { language, said, period: sayPeriod(words, content.period, { first, last }) } : null
		}
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		const [issue] = refusal.issues
		return { why: refusalSentence(locals.words, issue ?? refusal), shown: null }
	}
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const template = await locals.ask(getTemplate, { template: params.template })
	refuseUnlessMay({ locals, url }, template.may.make, previewEdition.name)
	const { definition, lastEnded } = template
	const given = (name: keyof Asked): Asked => {
		const text = url.searchParams.get(name) ?? ''
		return text === '' ? {} : { [name]: text }
	}
	const isFree = definition.period === 'free'
	const chosen: Asked = isFree ? { ...given('from'), ...given('until') } : { day: lastEnded?.first, ...given('day') }
	const isAsked = !isFree || Object.keys(chosen).length > 0
	return {
		name: locals.words.name(template.title),
		reference: template.reference,
		title: locals.words.name(template.register?.title ?? {}),
		isFree,
		chosen,
		...(isAsked ? await lookedAt(locals, template.reference, chosen) : { why: null, shown: null })
	}
}
