export type EventTable = {
	workspace_id: string
	sequence: number
	at: Date
	operation: string
	command_id: string
	record_id: string | null
	seat_id: string | null
	canonical: string
	hash: string
}
export type EventPayloadTable = {
	workspace_id: string
	sequence: number
	audience: string[]
	salt: string
	payload: string | null
	erased_at: Date | null
	erased_reason: string | null
}
export type EventRecordTable = { workspace_id: string; record_id: string; sequence: number }
export type ChainHeadTable = {
	workspace_id: string
	sequence: number
	hash: string
	/** Of the last event that changed a record, or a row that belongs to one; null before the first since it is noted. */
	records_sequence: number | null
	records_hash: string | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		event: EventTable
		event_payload: EventPayloadTable
		event_record: EventRecordTable
		chain_head: ChainHeadTable
	}
}
