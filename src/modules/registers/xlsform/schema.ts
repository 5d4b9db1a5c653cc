export type EntryAnswerTable = {
	workspace_id: string
	id: string
	register_id: string
	entry_id: string
	/** The identifier that a tool for surveys gave the answer. */
	answer: string
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		entry_answer: EntryAnswerTable
	}
}
