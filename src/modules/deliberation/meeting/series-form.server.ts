import { fromText } from '#platform/operation/from-text.server.ts'
import { isRefusal, type Issue } from '#platform/operation/refusal.ts'
import { planEnd, previewed, SeriesPreview } from './series-queries.ts'

type Around = { today: string; zone: string; say(issue: Issue | { code: string }): string }

/** The days that a form for a series would plan, or why it would be refused. */
export function previewOf(typed: readonly (readonly [string, string])[], { today, zone, say }: Around) {
	const named = new Set(Object.keys(SeriesPreview.shape))
	const valueOf = (wanted: string) => typed.find(([name]) => name === wanted)?.[1] ?? ''
	const until = valueOf('planUntil') || planEnd(today, valueOf('start'))
	const given = fromText(
		SeriesPreview,
		typed.filter(([name]) => named.has(name))
	)
	const parsed = SeriesPreview.safeParse({ ...given, until })
	if (!parsed.success) return { rule: null, starts: [], until, refused: [say({ code: 'platform.field.format' })] }
	try {
		return { ...previewed(parsed.data, zone), until, refused: [] }
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return { rule: null, starts: [], until, refused: refusal.issues.map(say) }
	}
}
