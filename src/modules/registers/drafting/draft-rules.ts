import type { Catalogue } from '#platform/languages/words.ts'
import { offeredFrom } from '#platform/languages/offered.ts'

/** The kind of record that a draft of a register is. */
export const DRAFT = 'register-draft'

/** Who sees drafts: those who declare registers. */
export const DRAFT_AUDIENCE: readonly string[] = ['role:administrator']

/** As long as a declaration may be. */
export const TEXT_MOST = 400_000

/** The languages in which names are asked for: English first, which every declaration has, those of the product, and the workspace's own. */
export const draftLanguages = (catalogue: Catalogue, workspace: readonly string[]): string[] => [
	...new Set(['en', ...offeredFrom(catalogue), ...workspace.filter((language) => /^[a-z]{2,3}$/.test(language))])
]

/** With so many others a draft is declared at most. */
export const TOGETHER_MOST = 9

/** What is told in place of a piece where the whole text was changed. */
export const WHOLE = 'text'
