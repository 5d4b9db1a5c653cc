import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference, toReference } from '#platform/records/find-record.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { meetingsListed, partOfList } from './meeting-list.server.ts'

// More than this nobody picks from a list.
const OPTIONS_MOST = 100

const Options = z.object({ items: z.array(RecordReference) })

// Every list with this filter asks for the same meetings, page after page, and shows no more of them than their names.
const kept = keepAnswers<z.output<typeof Options>>()

// Of a whole workspace the latest are offered: whoever means an older one chooses its structure first.
const OF_ALL_MOST = 40

/** The meetings of a structure up to today, or the latest of all, latest first: what lists of what came of them can be narrowed to. */
export const listMeetingOptions = query({
	name: 'meeting.options',
	input: z.strictObject({ structure: Reference.optional() }),
	output: Options,
	about: nothing,
	allow: everyone,
	async run(here, { structure }) {
		const id = await resolveField(here, 'structure', structure, 'structure')
		return kept(here, [id ?? null], async () => {
			const sort = '-start'
			const limit = id === undefined ? OF_ALL_MOST : OPTIONS_MOST
			const part = partOfList(here, { sort, limit })
			const filter = { ...(id === undefined ? {} : { structure: id }), until: here.today }
			const { page } = await meetingsListed(here, { filter, sort, part })
			return { items: (await page.execute()).slice(0, limit).map(toReference) }
		})
	}
})
