import { getEdition, type EditionPage } from '#modules/registers/edition/edition-queries.ts'
import { imprintOf, languageOf } from '#modules/registers/edition/imprint.ts'
import { sayPeriod } from '#modules/registers/edition/periods.ts'
import type { Session } from '../../../../session.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'

type Params = { workspace: string; register: string; edition: string }

/** An edition with what stands around it, in the language of its reader where it was written in it. */
export async function editionShown({ locals, params }: { locals: Session; params: Params }, issue?: number) {
	const { words, workspace } = locals
	const edition = await locals.ask(getEdition, {
		edition: params.edition,
		...(issue === undefined ? {} : { issue })
	})
	const language = languageOf(edition.content, words.language, workspace?.language ?? 'en')
	const said = edition.content.said[language]
	if (!said) throw new Error(`an edition without any language: ${edition.reference}`)
	const home = `/${params.workspace}/register/${params.register}`
	return {
		edition,
		language,
		said,
		home,
		page: `${home}/report/edition/${edition.reference}`,
		register: edition.register === null ? null : words.name(edition.register.title),
		period: sayPeriod(words, edition.period, edition),
		imprint: imprintOf(words, { name: workspace?.name ?? {} }, imprintFacts(edition, said.title))
	}
}

const imprintFacts = ({ reference, state, stateReason, progress, shown, issue }: EditionPage, title: string) => ({
	reference,
	state,
	stateReason,
	progress,
	issue: shown.number,
	latest: issue,
	reason: shown.reason,
	madeAt: shown.madeAt,
	registerVersion: shown.registerVersion,
	title
})

/** The same for a page on which something is done with it; refused to who may not do so. */
export async function editionFor(
	event: { locals: Session; params: Params; url: URL },
	may: keyof EditionPage['may'],
	operation: string
) {
	const shown = await editionShown(event)
	refuseUnlessMay(event, shown.edition.may[may], operation)
	return shown
}

/** What somebody may write in an edition, by language: a field for each sentence of its template that may, or must, be written. */
export const textFields = ({ content }: Pick<EditionPage, 'content'>, words: Session['words']) =>
	Object.entries(content.said).flatMap(([language, { blocks }]) =>
		blocks.flatMap((block) =>
			block.block === 'text' && block.complete !== 'no'
				? [
						{
							name: `text:${language}:${block.key}`,
							kind: 'textarea' as const,
							label: words.t('registers.template.in-language', {
								field: block.heading ?? words.t('registers.block.kind.text'),
								language: words.languageName(language)
							}),
							// What must be written is asked for by the layout: its words stand above an empty field, and are nobody's.
							hint:
								block.complete === 'must' && !block.isWritten
									? words.t('registers.block.complete.must.asks', { text: block.text })
									: words.t(`registers.block.complete.${block.complete}`),
							value: block.complete === 'must' && !block.isWritten ? '' : block.text,
							rows: 6,
							lang: language,
							required: block.complete === 'must'
						}
					]
				: []
		)
	)

/** The sentences that were sent, each with its language and its place. */
export const textsSent = (form: FormData) =>
	[...form].flatMap(([name, value]) => {
		const [, language, block] = /^text:([a-z]{2,3}):([a-z0-9-]+)$/.exec(name) ?? []
		return language !== undefined && block !== undefined && typeof value === 'string' && value.trim() !== ''
			? [{ block, language, text: value }]
			: []
	})
