import { aStructure, anActor, run, today } from './stage.ts'

/** The day so many days before today. */
export const daysAgo = (days: number): string =>
	new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

type Committee = { parent?: string; chair?: string; members: readonly string[]; noticeDays: number }

/** A committee with a name of its own that meets four times a year and decides nothing unless most of its members are there. */
export async function aCommittee(kind: string, { members, noticeDays, ...fields }: Committee) {
	const made = await aStructure({ kind, ...fields })
	for (const actor of members) {
		const added = { structure: made.key, actor, kind: 'member', from: daysAgo(300) }
		await run('membership.add', { ...added, reason: 'named in its terms of reference' })
	}
	const { version } = await run('structure.get', { structure: made.key })
	await run('rhythm.set', {
		structure: made.key,
		version,
		from: daysAgo(300),
		kind: 'times-a-year',
		times: 4,
		noticeDays,
		quorum: 'majority',
		forbidsWithoutQuorum: true,
		silence: 'no-answer',
		writtenDays: 14,
		reason: 'its terms of reference'
	})
	return made
}

/**
 * A cross-border forum that Home Affairs chairs, under an inter-ministerial committee that the ministry of social welfare chairs,
 * under a senior committee that the workspace's secretariat serves; each with two ministries that nobody acts for beside them.
 */
export async function stageCommittees() {
	const others = [await anActor(), await anActor()] as const
	const members = others.map(({ key }) => key)
	const [homeAffairs, welfare] = ['zwe-moha', 'zwe-mopslsw']
	const senior = await aCommittee('oversight-committee', { members: [homeAffairs, ...members], noticeDays: 7 })
	const ministers = await aCommittee('interministerial-committee', {
		parent: senior.key,
		chair: welfare,
		members: [welfare, ...members],
		noticeDays: 7
	})
	const forum = await aCommittee('cross-border-forum', {
		parent: ministers.key,
		chair: homeAffairs,
		members: [homeAffairs, ...members],
		noticeDays: 14
	})
	return { forum, ministers, senior, others }
}
