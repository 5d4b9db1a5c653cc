import { expect, test } from 'vitest'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { upload } from '../../../../tests/access/by-name.ts'
import { coOpted, planned } from '../../../../tests/fixtures/committee.ts'
import { aClock, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addAgendaItem, addAgendaPaper } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { addParticipation, endParticipation } from './participation-commands.ts'
import { followParticipation } from './participation-job.ts'

/** A paper for the members of the committee, which co-opts an organization whose seat is that of the outsider. */
async function withPaper() {
	const made = await aWorkspace()
	await coOpted(made)
	const administrator = await made.as('administrator')
	const chair = await made.as('chair')
	const { meeting } = await planned(made, { day: '2026-06-01' })
	const item = await chair.run(addAgendaItem, { meeting, title: 'Item', confidentiality: 'members' })
	const file = await upload(made, chair, 'paper.txt', 'paper')
	await chair.run(addAgendaPaper, { agendaItem: item.reference, file, title: 'Paper' })
	const { version } = await administrator.ask(getStructure, { structure: 'committee' })
	const guideline = await administrator.run(addParticipation, {
		structure: 'committee',
		version,
		actorKind: 'civil-society-organization',
		basis: 'Guidelines of the test',
		from: '2026-03-10',
		maySeePapers: true
	})
	return { made, administrator, item: item.reference, file, guideline: guideline.id }
}

/** What the clock does at one in the night of a day, by the clocks of Harare. */
async function night(made: TestWorkspace, day: string) {
	const now = new Date(new Date(`${day}T01:00:00Z`).getTime() - 2 * 3_600_000)
	const { opening } = await made.as('administrator', now)
	await followParticipation.run({ ...opening, seat: clockSeat, via: 'job' }, workplaceOf(made, aClock(now)))
}

const opens = async (made: TestWorkspace, file: string) =>
	(await made.as('outsider')).ask(openFile, { file }).then(
		() => true,
		() => false
	)

test('a guideline that begins on a later day opens papers on that day, and closes them after its last', async () => {
	const { made, administrator, item, file, guideline } = await withPaper()
	expect(await opens(made, file)).toBe(false)
	await night(made, '2026-03-09')
	expect(await opens(made, file)).toBe(false)
	await night(made, '2026-03-10')
	expect(await opens(made, file)).toBe(true)
	const { version } = await administrator.ask(getAgendaItem, { agendaItem: item })
	await night(made, '2026-03-10')
	expect((await administrator.ask(getAgendaItem, { agendaItem: item })).version).toBe(version)

	const later = await made.as('administrator', new Date('2026-03-12T09:00:00Z'))
	await later.run(endParticipation, { participation: guideline, day: '2026-03-20', reason: 'Its term is over.' })
	await night(made, '2026-03-20')
	expect(await opens(made, file)).toBe(true)
	await night(made, '2026-03-21')
	expect(await opens(made, file)).toBe(false)
	const { items } = await administrator.ask(getHistory, { record: item, kind: 'agenda-item' })
	expect(items.map(({ operation }) => operation)).toContain('participation.turn')
})

test('a night without a server is made up for on the next', async () => {
	const { made, file } = await withPaper()
	await night(made, '2026-03-11')
	expect(await opens(made, file)).toBe(true)
})
