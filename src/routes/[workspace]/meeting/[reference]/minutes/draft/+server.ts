import { z } from 'zod'
import { pushDraft, saveMinute } from '#modules/deliberation/minutes/minute-commands.ts'
import { pullDrafts } from '#modules/deliberation/minutes/minute-queries.ts'
import { withDays } from '#platform/languages/said-days.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { RequestHandler } from './$types'

const Sent = z.strictObject({
	seat: z.string().max(120),
	push: z
		.array(z.strictObject({ item: z.string().max(120), update: z.string(), known: z.string() }))
		.max(200)
		.default([]),
	/** Items that their typist has left: what was typed in them is saved. */
	leave: z.array(z.string().max(120)).max(200).default([]),
	revisions: z.record(z.string().max(120), z.int().min(0)).default({}),
	/** When each item was entered in the record last, as far as the page knows. */
	saved: z.record(z.string().max(120), z.iso.datetime()).default({})
})

/**
 * What the script of the minutes sends every few seconds: what was typed, and which items were left; it is given back what
 * others typed. Each item stands for itself: one that is refused keeps none of the others from being saved.
 */
export const POST: RequestHandler = async ({ locals, params, request }) => {
	const sent = Sent.safeParse(await request.json().catch(() => null))
	if (!sent.success) return Response.json({ refused: [], items: [], over: null }, { status: 422 })
	const { seat, push, leave, revisions, saved } = sent.data
	const { words } = locals
	if (seat !== (locals.seat.key ?? 'public'))
		return Response.json({ refused: [], items: [], over: words.t('refusal.platform.seat-changed') }, { status: 409 })
	const refused: { item: string; reason: string }[] = []
	const items: { item: string; revision: number; update: string; known?: string }[] = []
	const attempt = async (item: string, work: () => Promise<unknown>) => {
		try {
			await work()
		} catch (error) {
			if (!isRefusal(error)) throw error
			const [issue] = error.issues
			refused.push({
				item,
				reason: words.t(
					`refusal.${issue?.code ?? error.code}`,
					withDays(words, { ...error.params, ...issue?.params, name: item })
				)
			})
		}
	}
	for (const { item, update, known } of push)
		await attempt(item, async () => items.push(await locals.run(pushDraft, { agendaItem: item, update, known })))
	for (const item of leave) await attempt(item, () => locals.run(saveMinute, { agendaItem: item }))
	try {
		const pulled = await locals.attempt(pullDrafts, { meeting: params.reference, revisions, saved })
		const answered = new Set(items.map(({ item }) => item))
		return Response.json({
			refused,
			items: [...items, ...pulled.items.filter(({ item }) => !answered.has(item))],
			saved: pulled.saved.map(({ item, text, at }) => ({
				item,
				text,
				at: at.toISOString(),
				said: words.t('minutes.page.state-entered', { at: words.instant(at) })
			})),
			over: pulled.whyNot === null ? null : words.t(`refusal.${pulled.whyNot}`)
		})
	} catch (error) {
		if (!isRefusal(error)) throw error
		return Response.json(
			{ refused, items, over: words.t(`refusal.${error.code}`, withDays(words, error.params)) },
			{ status: 409 }
		)
	}
}
