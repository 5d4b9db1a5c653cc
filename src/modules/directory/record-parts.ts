import type { Words } from '#platform/languages/words.ts'
import type { RecordReference, OriginOf } from '#platform/records/find-record.server.ts'

type By = { office: string | null; actor: RecordReference | null; role?: string }

/** What hangs on a record of any kind, as its page shows it. */
export type RecordParts = {
	links: {
		items: readonly ({
			id: string
			reads: string
			record: RecordReference
			argument: string | null
			mayWithdraw: boolean
		} & OriginOf)[]
		may: { link: boolean }
	}
	documents: {
		items: readonly {
			id: string
			title: string
			language: string
			day: string | null
			at: Date
			file: { id: string; name: string; mediaType: string; size: number }
		}[]
		may: { attach: boolean; withdraw: boolean }
	}
	comments: {
		items: readonly {
			id: string
			text: string | null
			language: string
			at: Date
			by: By
			state: string
			mayWithdraw: boolean
		}[]
		may: { add: boolean }
	}
	/** `about` is the other record whose rows changed, where the last event only mentions this one. */
	last: {
		about: RecordReference | null
		sequence: number
		at: Date
		operation: string
		via: string
		by: By
		reason: string | null
		isUnseen: boolean
	} | null
	may: { keep: boolean }
	keys: { acting: string; once: string }
	/** The languages of the workspace. */
	languages: readonly string[]
}

/** The parts that hang on a record of any kind, for the contents of its page. */
export const partsContents = ({ t }: Pick<Words, 't'>, { links, documents, comments }: RecordParts) => [
	{ id: 'links', title: t('directory.links'), count: links.items.length },
	{ id: 'documents', title: t('directory.documents'), count: documents.items.length },
	{ id: 'discussion', title: t('directory.discussion'), count: comments.items.length },
	{ id: 'history', title: t('directory.history') }
]
