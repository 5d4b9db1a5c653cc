/** The tables of a dashboard that may be long: each is shown whole on a page of its own. */
export const DASHBOARD_TABLES = ['flows', 'waits', 'sent', 'actions', 'rhythm', 'attendance'] as const
export type DashboardTable = (typeof DASHBOARD_TABLES)[number]

/** So many rows of each stand on the dashboard itself: it is to be small, and quick on a slow line. */
export const ROWS_FIRST = 15

/** The table that an address asks for whole. */
export const wholeTable = (address: URL): DashboardTable | null =>
	DASHBOARD_TABLES.find((one) => one === address.searchParams.get('whole')) ?? null
