import { linkIfAny, linkTo } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { sayDue } from '#platform/records/say-matter.ts'

type Due = {
	code: string
	names: Readonly<Record<string, string>> | null
	day: string
	part: string | null
	record: RecordReference
	structure: RecordReference | null
	actor: RecordReference | null
}

/** What falls due as pages show it: on which day, what it is, in what, and who answers for it. */
export const dueRows = (words: Words, workspace: string, items: readonly Due[]) =>
	items.map(({ code, names, day, part, record, structure, actor }) => ({
		id: [record.id, code, part ?? ''].join(' '),
		day,
		what: sayDue(words, { code, names }),
		record: linkTo(words, workspace, record),
		whose: linkIfAny(words, workspace, structure ?? actor)
	}))
export type DueRow = ReturnType<typeof dueRows>[number]
