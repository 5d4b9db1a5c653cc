import { linkIfAny } from '#modules/directory/page-links.ts'
import { getHandover } from '#platform/access/seat-handover.ts'

type Told = Awaited<ReturnType<typeof told>>
export type Handover = Told

/** What a handover page shows of a seat: records as links, operations in words. */
export const handoverOf = (locals: App.Locals, workspace: string, seat: string) => told(locals, workspace, seat)

async function told(locals: App.Locals, workspace: string, seat: string) {
	const { words } = locals
	const found = await locals.ask(getHandover, { seat })
	type Item = (typeof found.open)[number]
	const item = ({ code, id, record, label, day }: Item) => ({
		code,
		id,
		record: linkIfAny(words, workspace, record),
		label,
		day
	})
	const operation = (name: string) => (words.has(`operation.${name}`) ? words.t(`operation.${name}`) : name)
	return {
		seat: { ...found.seat, actor: linkIfAny(words, workspace, found.seat.actor) },
		open: found.open.map(item),
		recent: found.recent.map((event) => ({
			at: event.at,
			what: operation(event.operation),
			record: linkIfAny(words, workspace, event.record),
			reason: event.reason
		})),
		recentIsMore: found.recentIsMore,
		recentDays: found.recentDays,
		operations: found.recurring.operations.map(({ operation: name, times, months }) => ({
			what: operation(name),
			times,
			months
		})),
		structures: found.recurring.structures.map(({ code, record, label, timesPerYear }) => ({
			code,
			record: linkIfAny(words, workspace, record),
			label,
			timesPerYear
		})),
		movable: found.movable.map(item),
		notes: found.notes
	}
}
