import type { Words } from '#platform/languages/words.ts'

/** An article as it is cited: as it was written down where that has words (`Article 3(b)`), else with the word for it (`3(b)`). */
export const sayArticle = ({ t }: Pick<Words, 't'>, article: string): string =>
	/^\p{Letter}{2}/u.test(article) ? article : t('domestication.matrix.article', { article })

type Named = { article: string; title: Readonly<Record<string, string>> }

/** An obligation in a row of a table: its article once and its own words; its name begins with the article as it was written. */
export function sayObligation(words: Pick<Words, 't' | 'name'>, { article, title }: Named): string {
	// Before a name is spoken: one of another language than the page's begins with the mark of its language.
	const own = Object.entries(title).map(([language, name]): [string, string] => [
		language,
		name.startsWith(`${article}:`) ? name.slice(article.length + 1).trimStart() : name
	])
	return words.t('domestication.matrix.row', {
		article: sayArticle(words, article),
		text: words.name(Object.fromEntries(own))
	})
}
