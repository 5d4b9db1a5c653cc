/** How the columns of a table are typed, for rows that are stored by the thousand. */
export type ColumnTypes = Readonly<Record<string, string>>

const OF_PART = {
	...numbered('text', 12, 'text'),
	...numbered('number', 8, 'bigint'),
	...numbered('day', 6, 'date'),
	...numbered('reference', 6, 'uuid')
}

function numbered(name: string, count: number, type: string): ColumnTypes {
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}_${String(index + 1)}`, type]))
}

/** The tables into which one command may write a hundred thousand rows; those of all others travel as JSON. */
export const COLUMN_TYPES: Readonly<Record<string, ColumnTypes>> = {
	record: {
		workspace_id: 'uuid',
		id: 'uuid',
		kind: 'text',
		key: 'text',
		number: 'text',
		title: 'jsonb',
		title_sort: 'text',
		acronym: 'text',
		audience: 'text[]',
		origin: 'text',
		origin_source: 'text',
		origin_year: 'integer',
		origin_note: 'text',
		state: 'text',
		state_reason: 'text',
		merged_into_id: 'uuid',
		version: 'integer',
		created_at: 'timestamptz',
		changed_at: 'timestamptz'
	},
	entry: {
		workspace_id: 'uuid',
		id: 'uuid',
		register_id: 'uuid',
		register_version: 'integer',
		state: 'text',
		state_day: 'date',
		ended_day: 'date',
		entering_actor_id: 'uuid',
		retention_day: 'date',
		submitted_day: 'date',
		revision: 'integer'
	},
	entry_part: {
		workspace_id: 'uuid',
		id: 'uuid',
		entry_id: 'uuid',
		register_id: 'uuid',
		part: 'text',
		state: 'text',
		...OF_PART
	},
	entry_document: { workspace_id: 'uuid', id: 'uuid', entry_id: 'uuid', document: 'jsonb' },
	entry_row: {
		workspace_id: 'uuid',
		id: 'uuid',
		part_id: 'uuid',
		entry_id: 'uuid',
		table_key: 'text',
		position: 'integer',
		document: 'jsonb'
	},
	entry_replaced: {
		workspace_id: 'uuid',
		id: 'uuid',
		register_id: 'uuid',
		entry_id: 'uuid',
		part_id: 'uuid',
		version: 'integer',
		kept_until: 'date',
		document: 'jsonb'
	},
	entry_choice: { workspace_id: 'uuid', part_id: 'uuid', register_id: 'uuid', field: 'text', code: 'text' },
	event: {
		workspace_id: 'uuid',
		sequence: 'bigint',
		at: 'timestamptz',
		operation: 'text',
		command_id: 'uuid',
		record_id: 'uuid',
		seat_id: 'uuid',
		canonical: 'text',
		hash: 'text'
	},
	event_payload: {
		workspace_id: 'uuid',
		sequence: 'bigint',
		audience: 'text[]',
		salt: 'text',
		payload: 'text',
		erased_at: 'timestamptz',
		erased_reason: 'text'
	},
	event_record: { workspace_id: 'uuid', record_id: 'uuid', sequence: 'bigint' }
}
