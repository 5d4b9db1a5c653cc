import { nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Option } from '#ui/types.ts'

type Named = Pick<RecordReference, 'reference' | 'title' | 'acronym'>

/** Records as the options of a filter; the one an address asks for is among them, however many there are. */
export function recordOptions(words: Pick<Words, 'name'>, items: readonly Named[], chosen: string | null): Option[] {
	const options = items.map((one) => ({ value: one.reference, label: nameOf(words, one) }))
	return chosen && !options.some(({ value }) => value === chosen)
		? [{ value: chosen, label: chosen }, ...options]
		: options
}
