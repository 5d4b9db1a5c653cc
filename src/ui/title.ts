import { getContext, setContext } from 'svelte'
import { getWords } from './words.ts'

const REFUSED = 'pitso:refused'

/** Tells the page's title whether a form of the page was just refused. */
export const setRefused = (isRefused: () => boolean): unknown => setContext(REFUSED, isRefused)

/**
 * How a page is called in the browser's tab and history: the page, then where it belongs. After a refusal it begins with that:
 * the title is the first that is read aloud of a page.
 */
export function getTitle() {
	const isRefused = getContext<(() => boolean) | undefined>(REFUSED)
	const { t } = getWords()
	return (title: string, place?: string | null): string => {
		const said = place ? t('page.title-in', { title, place }) : t('page.title', { title })
		return isRefused?.() ? t('ui.form.title-refused', { title: said }) : said
	}
}
