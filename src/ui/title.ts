import { getContext, setContext } from 'svelte'
import { getWords } from './words.ts'

const REFUSED = 'pitso:refused'
const WITHIN = 'pitso:within'

/** Tells the page's title whether a form of the page was just refused. */
export const setRefused = (isRefused: () => boolean): unknown => setContext(REFUSED, isRefused)

/** Tells the page's title in which workspace it stands. */
export const setWithin = (within: () => string | undefined): unknown => setContext(WITHIN, within)

/**
 * How a page is called in the browser's tab and history: the page, then where it belongs, then the workspace. After a refusal it begins with that:
 * the title is the first that is read aloud of a page.
 */
export function getTitle() {
	const isRefused = getContext<(() => boolean) | undefined>(REFUSED)
	const within = getContext<(() => string | undefined) | undefined>(WITHIN)
	const { t } = getWords()
	/** `hasFaults` says that what was sent is not taken, where the status of the page does not. */
	return (title: string, of?: string | null, hasFaults = false): string => {
		const place = [...new Set([of, within?.()])].filter(Boolean).join(' · ')
		const said = place ? t('page.title-in', { title, place }) : t('page.title', { title })
		return isRefused?.() || hasFaults ? t('ui.form.title-refused', { title: said }) : said
	}
}
