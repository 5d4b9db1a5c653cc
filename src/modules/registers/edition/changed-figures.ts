import type { EditionContent, KeptFigure } from './content.ts'

/** The figures in which two editions, or two issues of one, differ. */
export function figuresChanged(
	one: Pick<EditionContent, 'figures'>,
	other: Pick<EditionContent, 'figures'>
): { key: string; names: Record<string, string>; before: KeptFigure | null; after: KeptFigure | null }[] {
	const keys = [...new Set([...one.figures, ...other.figures].map(({ key }) => key))]
	const figureIn = (content: Pick<EditionContent, 'figures'>, key: string) =>
		content.figures.find((figure) => figure.key === key) ?? null
	return keys.flatMap((key) => {
		const [before, after] = [figureIn(one, key), figureIn(other, key)]
		if (told(before) === told(after)) return []
		return [{ key, names: (after ?? before)?.names ?? {}, before, after }]
	})
}

// Of a sum it is what was added up that readers see, of all else how many there are.
const told = (figure: KeptFigure | null) =>
	figure && JSON.stringify(figure.sum === null ? figure.now.records : figure.now.isFew ? 'withheld' : figure.now.sums)
