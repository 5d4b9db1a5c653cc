import type { Words } from '#platform/languages/words.ts'

type Named = { code: string; names?: Readonly<Record<string, string>> | null }

/** What waits, in one line: by a word of the product, or by the names under which it is declared. */
export const sayMatter = ({ t, name }: Words, { code, names, total }: Named & { total: number }): string =>
	names ? t('attention.declared', { name: name(names), count: total }) : t(`attention.${code}`, { count: total })

/** What falls due: by a word of the product, or by the names under which it is declared. */
export const sayDue = ({ t, name }: Words, { code, names }: Named): string => (names ? name(names) : t(`due.${code}`))
