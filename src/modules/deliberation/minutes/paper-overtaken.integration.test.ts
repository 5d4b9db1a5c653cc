import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { papersFor, textFor, workAll } from '#tests/fixtures/papers.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { saveMinute } from './minute-commands.ts'
import { makePaper } from './paper-commands.ts'

const WORDS = 'The patrols of the second district'

test('what is restricted while papers are written stands in none of them that its readers may not read', async () => {
	const whole = await aMeeting()
	const { made, secretariat, items, meeting } = whole
	await secretariat.run(saveMinute, { agendaItem: items.open, text: `${WORDS} were agreed.` })
	await secretariat.run(makePaper, { meeting, kind: 'minutes' })
	const incoming = join(made.dataFolder, 'files', 'incoming')
	const waiting = () => readdir(incoming).catch((): string[] => [])
	const before = await waiting()
	const { version } = await secretariat.ask(getAgendaItem, { agendaItem: items.open })
	const working = workAll(whole)
	// Once the first file is written everything was read, and other files are still to come.
	for (;;) {
		const now = await waiting()
		if (now.some((name) => !before.includes(name))) break
	}
	await secretariat.run(changeAgendaItem, { agendaItem: items.open, version, confidentiality: 'secretariat' })
	await working
	expect((await papersFor(whole, 'member')).length).toBeGreaterThan(0)
	expect(JSON.stringify(await textFor(whole, 'member', 'minutes'))).not.toContain(WORDS)
	expect(JSON.stringify(await textFor(whole, 'secretariat', 'minutes'))).toContain(WORDS)
})
