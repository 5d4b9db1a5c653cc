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
	last: { sequence: number; at: Date; operation: string; via: string; by: By; reason: string | null } | null
	may: { keep: boolean }
	keys: { seat: string; once: string }
}
