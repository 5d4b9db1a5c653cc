import { unmarked } from '#platform/languages/marks.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'

type Named = Pick<RecordReference, 'title' | 'acronym'>
type Placed = Pick<RecordReference, 'kind' | 'reference'>
type Naming = Pick<Words, 'name'>
type Says = Pick<Words, 't' | 'has'>

/** Where a record's page stands. */
export const pageOf = (workspace: string, { kind, reference }: Placed): string => `/${workspace}/${kind}/${reference}`

/** A record's name with its acronym behind it. */
export const nameOf = ({ name }: Naming, { title, acronym }: Named): string =>
	acronym ? `${name(title)} (${acronym})` : name(title)

/** A record's name in the languages it is not shown in, each under the language's name on this page. */
export function otherNames(
	{ name, languageName }: Pick<Words, 'name' | 'languageName'>,
	{ title }: Pick<Named, 'title'>
) {
	const shown = unmarked(name(title))
	return Object.entries(title).flatMap(([lang, text]) =>
		text === shown ? [] : [{ lang, language: languageName(lang), name: text }]
	)
}

/** A link to a record under its name. */
export const linkTo = (words: Naming, workspace: string, record: Named & Placed) => ({
	href: pageOf(workspace, record),
	label: nameOf(words, record)
})

/** As `linkTo`, or null where there is no record. */
export const linkIfAny = (words: Naming, workspace: string, record: (Named & Placed) | null) =>
	record ? linkTo(words, workspace, record) : null

/** The list of all records of a kind. */
export const listOf = (workspace: string, kind: string): string => `/${workspace}/${kind}`

/** The name of a country by its ISO 3166-1 alpha-3 code, where one is named. */
export const countryName = ({ country }: Pick<Words, 'country'>, code: string | null): string | null =>
	code === null ? null : country(code)

/** Who did something, by office and actor; who it was where neither is known. */
export function doer(words: Naming & Says, by: { office: string | null; actor: Named | null; role?: string }): string {
	const actor = by.actor ? nameOf(words, by.actor) : null
	if (by.office && actor) return words.t('directory.by', { office: by.office, actor })
	return (
		by.office ?? actor ?? words.t(by.role && words.has(`role.${by.role}`) ? `role.${by.role}` : 'directory.by-nobody')
	)
}
