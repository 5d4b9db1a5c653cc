import type { Here } from '#platform/operation/operation.server.ts'
import type { Register } from '../registers.server.ts'
import { formVersion } from './form-model.ts'

/** The version of the form of a register as it is declared now. */
export async function formVersionOf(here: Here, { id, compiled }: Pick<Register, 'id' | 'compiled'>): Promise<string> {
	const { version } = compiled.declaration
	const row = await here.tx
		.selectFrom('register_version')
		.select('declared_at')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst()
	return formVersion((row?.declared_at ?? here.now).toISOString().slice(0, 10), version)
}
