import { fromText } from '#platform/operation/from-text.server.ts'
import { isRefusal, type Issue } from '#platform/operation/refusal.ts'
import { addDays } from '../days.ts'
import { previewed, SeriesPreview } from './series-queries.ts'

const DAYS_AHEAD = 365

type Around = { today: string; zone: string; say(issue: Issue | { code: string }): string }

/** The days that a form for a series would plan, or why it would be refused. */
export function previewOf(typed: readonly (readonly [string, string])[], { today, zone, say }: Around) {
	const named = new Set(Object.keys(SeriesPreview.shape))
	const until = typed.find(([name]) => name === 'planUntil')?.[1]
	const given = fromText(
		SeriesPreview,
		typed.filter(([name]) => named.has(name))
	)
	const parsed = SeriesPreview.safeParse({ ...given, until: until ? until : addDays(today, DAYS_AHEAD) })
	if (!parsed.success) return { rule: null, starts: [], refused: [say({ code: 'platform.field.format' })] }
	try {
		return { ...previewed(parsed.data, zone), refused: [] }
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return { rule: null, starts: [], refused: refusal.issues.map(say) }
	}
}
