import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { registry } from '#areas'
import { publicSeat } from '#platform/access/seat.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { aWorkspace, SECRET } from '#tests/fixtures/workspace.ts'
import { createUser } from './user.ts'
import { consoleWords } from './words-of-console.ts'

/** What `user create` prints with these settings, on a data folder of its own. */
async function printed(environment: Record<string, string>, dataFolder: string) {
	const made = await aWorkspace()
	const opened: Opened = {
		settings: readSettings({ PITSO_DATA: dataFolder, ...environment }),
		connection: inject('database'),
		database: made.database,
		secret: SECRET,
		filesFolder: join(dataFolder, 'files'),
		close: () => Promise.resolve()
	}
	const lines: string[] = []
	await createUser(
		{ workspace: made.workspace.key, role: 'secretariat', name: 'Rudo', email: 'rudo@office.example' },
		{
			words: consoleWords({ LANG: 'en' }),
			print: (line) => void lines.push(line),
			within: (work) => work(opened),
			openingAs: () =>
				Promise.resolve({
					database: made.database,
					registry,
					workspace: made.workspace,
					seat: publicSeat,
					now: new Date(),
					via: 'console',
					secret: SECRET,
					filesFolder: opened.filesFolder,
					address: null
				})
		}
	)
	return lines
}

const aFolder = () => mkdtemp(join(tmpdir(), 'pitso-test-'))

test('the link leads to where the Pitso that runs answers, whatever port this shell knows of', async () => {
	const folder = await aFolder()
	const lock = await lockFolder(folder, 'http://127.0.0.1:4999')
	const lines = await printed({}, folder)
	lock.release()
	expect(lines).toHaveLength(2)
	expect(lines[1]).toMatch(/^http:\/\/127\.0\.0\.1:4999\//)
})

test('where none runs the link says for which address it is; where the address was said there is no doubt', async () => {
	const [, link, note] = await printed({ PORT: '4801' }, await aFolder())
	expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4801\//)
	expect(note).toContain('http://127.0.0.1:4801')
	const said = await printed({ PITSO_URL: 'https://pitso.example.org' }, await aFolder())
	expect(said).toHaveLength(2)
	expect(said[1]).toMatch(/^https:\/\/pitso\.example\.org\//)
})
