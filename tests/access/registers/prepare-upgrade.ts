import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringShippedRegisters } from '#modules/registers/load-shipped.server.ts'
import { declarationOf } from '../../fixtures/declared.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { GUARDED_REGISTER, OPEN_REGISTER } from '../prepared-register.ts'

/** Of both registers a later version, as if it had been shipped with a release, that waits to be taken or declined. */
export async function prepareUpgrades(made: TestWorkspace) {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-release-'))
	await mkdir(join(folder, 'registers'))
	for (const { key, code, title, seen } of [
		{ key: OPEN_REGISTER, code: 'OPL', title: 'Open list', seen: 'public' },
		{ key: GUARDED_REGISTER, code: 'GUL', title: 'Guarded list', seen: 'members' }
	] as const) {
		const text = declarationOf({ key, code, title: `${title} as shipped`, seen }).replace('version: 1', 'version: 2')
		await writeFile(join(folder, 'registers', `${key}.yaml`), text)
	}
	await (await made.as('administrator')).run(bringShippedRegisters(folder), {})
}
