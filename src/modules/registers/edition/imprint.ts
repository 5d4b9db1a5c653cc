import type { Workspace } from '#platform/access/workspace.ts'
import type { Words } from '#platform/languages/words.ts'
import type { EditionContent } from './content.ts'
import type { Imprint } from './edition-document.ts'

/** The language an edition is read in: the reader's, where it was written in it, else the workspace's, else any. */
export function languageOf({ said }: Pick<EditionContent, 'said'>, wanted: string, first: string): string {
	const [base = wanted] = wanted.split('-')
	return [wanted, base, first, 'en'].find((language) => said[language] !== undefined) ?? Object.keys(said)[0] ?? 'en'
}

type Told = {
	reference: string
	state: string
	stateReason: string | null
	progress: 'draft' | 'complete'
	issue: number
	latest: number
	reason: string | null
	madeAt: Date
	registerVersion: number
	title: string
}

/** What is printed on an edition beside its content: how to cite it, of what it was made, and that it no longer stands. */
export function imprintOf(words: Words, { name }: Pick<Workspace, 'name'>, told: Told): Imprint {
	const { t, instant, number } = words
	const standing =
		told.state === 'withdrawn'
			? t('registers.edition.withdrawn', { reason: told.stateReason ?? '' })
			: told.progress === 'draft'
				? t('registers.edition.is-draft')
				: told.issue < told.latest
					? t('registers.edition.superseded', { issue: number(told.latest) })
					: null
	return {
		citation: citationOf(words, { name }, told),
		lines: [
			{ label: t('registers.list.number'), text: told.reference },
			{ label: t('registers.edition.issue'), text: number(told.issue) },
			{ label: t('registers.edition.as-of'), text: instant(told.madeAt) },
			{
				label: t('registers.edition.made-from'),
				text: t('registers.edition.version', { version: number(told.registerVersion) })
			},
			...(told.reason === null ? [] : [{ label: t('registers.edition.corrected'), text: told.reason }])
		],
		standing
	}
}

/** One line that stays the same for as long as the issue is kept: who, what, which issue, of which day. */
export const citationOf = (
	{ t, name: nameIn, day }: Pick<Words, 't' | 'name' | 'day'>,
	{ name }: Pick<Workspace, 'name'>,
	{ title, reference, issue, madeAt }: Pick<Told, 'title' | 'reference' | 'issue' | 'madeAt'>
): string =>
	t('registers.edition.citation', {
		workspace: nameIn(name),
		title,
		number: reference,
		issue,
		day: day(madeAt.toISOString().slice(0, 10))
	})
