import { z } from 'zod'
import { anActor, run, today } from './stage.ts'

const before = (day: string, days: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

const versionOf = async (meeting: string) => Number((await run('meeting.get', { meeting }))['version'])

// Whoever holds a meeting has somebody there.
async function aMember(structure: string) {
	const { key: actor } = await anActor()
	await run('membership.add', { structure, actor, kind: 'member', from: before(today, 300), reason: 'its terms' })
}

const Expected = z.array(z.object({ actor: z.object({ reference: z.string() }), capacity: z.string() }))

/** All who are expected at a meeting, as present. */
const everybodyOf = async (meeting: string) =>
	Expected.parse((await run('attendance.list', { meeting }))['items']).map(({ actor, capacity }) => ({
		actor: actor.reference,
		capacity,
		state: 'present'
	}))

/** A meeting of a structure that was held yesterday, with two items on its agenda: its number and the keys of its items. */
export async function aHeldMeeting(structure: string, title = 'Meeting of yesterday') {
	const day = before(today, 1)
	await aMember(structure)
	const planned = await run('meeting.plan', {
		structure,
		title,
		purpose: 'extraordinary',
		start: `${day}T09:00`,
		end: `${day}T11:00`,
		standing: false,
		audience: 'public'
	})
	const meeting = String(planned['reference'])
	const item = async (name: string) => String((await run('agendaItem.add', { meeting, title: name }))['reference'])
	const items = [await item('Opening of the meeting'), await item('Work permits')] as const
	await run('meeting.call', {
		meeting,
		version: await versionOf(meeting),
		day: before(today, 10),
		reason: 'it is urgent'
	})
	await run('meeting.hold', { meeting, version: await versionOf(meeting), attendance: await everybodyOf(meeting) })
	return { meeting, items }
}
