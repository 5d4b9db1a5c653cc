import { z } from 'zod'
import { aStructure, run } from './stage.ts'

const Versioned = z.object({ version: z.int() })
const Made = z.object({ id: z.string() })

const versionOf = async (structure: string) => Versioned.parse(await run('structure.get', { structure })).version

/** Rules of procedure and a guideline of a structure, and two ad hoc bodies: one idle, one activated. */
export async function stageCadence(structure: string) {
	await run('rhythm.set', {
		structure,
		version: await versionOf(structure),
		from: '2024-01-01',
		kind: 'times-a-year',
		times: 4,
		noticeDays: 14,
		quorum: 'majority',
		silence: 'no-answer',
		writtenDays: 14,
		reason: 'its terms of reference'
	})
	const participation = await run('participation.add', {
		structure,
		version: await versionOf(structure),
		actorKind: 'diaspora-body',
		maySpeak: true,
		basis: 'Decision 4',
		from: '2026-01-05'
	})
	const idle = await aStructure({ status: 'ad-hoc-idle' })
	const activated = await aStructure({ status: 'ad-hoc-activated' })
	return { participation: Made.parse(participation).id, idle: idle.key, activated: activated.key }
}
