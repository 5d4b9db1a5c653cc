import type { Words } from '#platform/languages/words.ts'

type View = { href: string; label: string; current: boolean; holder?: string }

const asSaid = (label: string) => label.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()

/** The views of a register as a row of tabs: of several that are called the same, those that somebody saved say whose they are. */
export function tellApart({ t }: Pick<Words, 't'>, views: readonly View[]) {
	const called = Map.groupBy(views, ({ label }) => asSaid(label))
	return views.map(({ href, label, current, holder }) => {
		const isAlone = (called.get(asSaid(label))?.length ?? 0) < 2
		return {
			href,
			current,
			label: isAlone || holder === undefined ? label : t('registers.views.of', { name: label, holder })
		}
	})
}
