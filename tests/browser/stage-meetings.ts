import { run, today } from './stage.ts'

const after = (day: string, days: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** A planned meeting of a structure with an item on its agenda and one that is only proposed, and a series: their references. */
export async function stageMeetings(structure: string) {
	const day = after(today, 60)
	const planned = await run('meeting.plan', {
		structure,
		title: 'Meeting looked at',
		start: `${day}T09:00`,
		end: `${day}T12:00`,
		place: 'Harare',
		audience: 'public'
	})
	const meeting = String(planned['reference'])
	const item = String((await run('agendaItem.add', { meeting, title: 'Item looked at', minutes: 30 }))['reference'])
	const series = await run('meetingSeries.create', {
		structure,
		title: 'Series looked at',
		repeats: 'weekly',
		start: `${after(today, 70)}T09:00`,
		durationMinutes: 90,
		planUntil: after(today, 90),
		audience: 'public'
	})
	return { planned: meeting, month: day.slice(0, 7), item, series: String(series['id']) }
}
