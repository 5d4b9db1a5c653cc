import type { Words } from '#platform/languages/words.ts'

/** Why somebody left a seat: as a person wrote it, or in words where Pitso itself ended it. */
export const sayEndReason = ({ t, has }: Pick<Words, 't' | 'has'>, reason: string | null): string => {
	if (reason === null) return ''
	const key = `administration.ended-by.${reason}`
	return has(key) ? t(key) : reason
}
