/** True where what was sent was not taken: the title of the page says so, before anything else is read. */
export const hasFaults = (
	form: { looked?: { faults: readonly unknown[] }; unread?: string; failure?: unknown } | null
): boolean =>
	form !== null && (form.unread !== undefined || form.failure !== undefined || (form.looked?.faults.length ?? 0) > 0)
