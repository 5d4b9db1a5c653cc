export type RegisterUpgradeTable = {
	workspace_id: string
	id: string
	register_id: string
	/** The version as it was shipped. */
	shipped_version: number
	declaration: string
	state: 'waiting' | 'taken' | 'declined' | 'passed'
	reason: string | null
	offered_at: Date
	decided_at: Date | null
}

/** Passed: a later one came before anybody had decided. */
export type UpgradeState = RegisterUpgradeTable['state']

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		register_upgrade: RegisterUpgradeTable
	}
}
