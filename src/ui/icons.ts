import type { Status } from './types.ts'

/** A drawing on a 16 by 16 grid: a line drawn with the pen, and a surface filled. */
type Drawing = { line?: string; solid?: string }

const RING = 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z'
const TRIANGLE = 'M8 2.2 14.4 13.5H1.6zM8 6.5v3.2M8 11.3v.7'
const CROSSED = 'M2.8 2.8h10.4v10.4H2.8zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4'

/** Each has a shape of its own, so that it is told apart without its colour. */
export const icons = {
	proposed: {
		line: 'M5.7 2.5a6 6 0 0 1 4.6 0M13.5 5.7a6 6 0 0 1 0 4.6M10.3 13.5a6 6 0 0 1-4.6 0M2.5 10.3a6 6 0 0 1 0-4.6'
	},
	'being-established': { line: RING, solid: 'M8 2a6 6 0 0 1 0 12z' },
	active: { solid: 'M8 1.4a6.6 6.6 0 1 0 0 13.2a6.6 6.6 0 1 0 0-13.2zM7 11.5 3.9 8.4l1.2-1.2L7 9.1l3.9-3.9 1.2 1.2z' },
	'ad-hoc-idle': { line: RING + 'M6.4 5.6v4.8M9.6 5.6v4.8' },
	'ad-hoc-activated': { solid: 'M8 1.4a6.6 6.6 0 1 0 0 13.2a6.6 6.6 0 1 0 0-13.2zM6.3 4.8v6.4l5-3.2z' },
	'needs-reactivation': { line: TRIANGLE },
	dissolved: { line: CROSSED },
	merged: { line: 'M2.5 4c4 0 4 4 8 4M2.5 12c4 0 4-4 8-4M10 5l3.2 3-3.2 3' },
	information: { line: RING + 'M8 7.3v3.6M8 4.8v.6' },
	success: { line: RING + 'M5.2 8.2l2 2 3.6-4' },
	warning: { line: TRIANGLE },
	error: { line: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM8 4.8v3.9M8 10.6v.7' },
	plain: { line: RING },
	dot: { solid: 'M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z' },
	reference: {
		line: 'M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13M6 5.5h4'
	},
	invented: { line: 'M6 2h4M6.8 2v4L3 13a.7.7 0 0 0 .6 1h8.8a.7.7 0 0 0 .6-1L9.2 6V2M5 10h6' },
	entered: { line: 'M3 13l.8-3.2L11 2.6l2.4 2.4-7.2 7.2zM9.4 4.2l2.4 2.4' },
	enforcement: { line: 'M8 1.8 13.2 3.6V8c0 3-2.2 5.2-5.2 6.3C5 13.2 2.8 11 2.8 8V3.6zM5.6 8h4.8' },
	document: { line: 'M4 1.8h5.2L12.4 5v9.2H4zM9 2v3.4h3.2M6 8.4h4.4M6 11h4.4' },
	person: { line: 'M8 2.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6zM2.6 14c.4-3 2.6-4.4 5.4-4.4s5 1.4 5.4 4.4' },
	menu: { line: 'M2 4h12M2 8h12M2 12h12' },
	down: { line: 'M3.5 6 8 10.5 12.5 6' },
	ascending: { solid: 'M8 3.5 13 12H3z' },
	descending: { solid: 'M8 12.5 3 4h10z' },
	unsorted: { line: 'M4.5 6 8 2.5 11.5 6M4.5 10 8 13.5 11.5 10' },
	previous: { line: 'M13.5 8H3M7 4 3 8l4 4' },
	next: { line: 'M2.5 8H13M9 4l4 4-4 4' },
	remove: { line: 'M4 4l8 8M12 4l-8 8' },
	lead: { solid: 'M8 1.2l2.1 4.4 4.8.7-3.5 3.3.9 4.8L8 12.1l-4.3 2.3.9-4.8L1.1 6.3l4.8-.7z' },
	sits: { solid: 'M3 3h10v10H3z' },
	deals: { line: 'M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z' }
} as const satisfies Record<string, Drawing>

export type IconName = keyof typeof icons

/** The drawing of an icon, the pen's line and the filled surface apart. */
export const drawing = (name: IconName): Drawing => icons[name]

/** The icon of a declared status; abolished and dissolved share one, their words differ. */
export const statusIcon = (status: Status): IconName => (status === 'abolished' ? 'dissolved' : status)
