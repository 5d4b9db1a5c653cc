import type { Words } from '#platform/languages/words.ts'

type Told = { code: string; params: Readonly<Record<string, string | number>> }

// What these found are types of fields, by their keys.
const OF_TYPES = /^registers\.fault\.step-never-/

/** A fault as it is worded: types of fields stand by what forms call them. */
export function withTypesNamed(words: Pick<Words, 't' | 'list'>, fault: Told): Told {
	const { code, params } = fault
	if (!OF_TYPES.test(code)) return fault
	const types = String(params['found'] ?? '').split(', ')
	const named = types.map((type) =>
		words.t('registers.draft.step.type', { type: words.t(`registers.declaring.type.${type}`) })
	)
	return { code, params: { ...params, found: words.list(named) } }
}

/** True where what was sent was not taken: the title of the page says so, before anything else is read. */
export const hasFaults = (
	form: { looked?: { faults: readonly unknown[] }; unread?: string; failure?: unknown } | null
): boolean =>
	form !== null && (form.unread !== undefined || form.failure !== undefined || (form.looked?.faults.length ?? 0) > 0)
