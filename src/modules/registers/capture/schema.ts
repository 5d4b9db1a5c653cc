export type CaptureDeviceTable = {
	workspace_id: string
	id: string
	seat_id: string
	name: string
	registers: string[]
	made_at: Date
	contacted_at: Date
	revoked_at: Date | null
	revoked_by: string | null
	revoked_reason: string | null
	erased_at: Date | null
}

export type FieldCaptureTable = {
	workspace_id: string
	/** Given by the device. */
	id: string
	device_id: string
	seat_id: string
	register_id: string
	register_version: number
	entry_id: string | null
	entry_version: number | null
	state: 'entered' | 'conflict' | 'decided' | 'dropped'
	reason: string | null
	/** What was filled in, until a person has decided what becomes of it (`CaptureContent`). */
	content: Record<string, unknown> | null
	captured_day: string
	captured_at: Date
	received_at: Date
	clock_off: number | null
	decided_at: Date | null
	decided_by: string | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		capture_device: CaptureDeviceTable
		field_capture: FieldCaptureTable
	}
}
