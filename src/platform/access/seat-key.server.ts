import type { Here } from '#platform/operation/operation.server.ts'

const KEY_MOST = 80

/** A text as the beginning of a key: lower-case words joined by hyphens, `seat` where nothing is left. */
export const keyOf = (text: string): string =>
	text
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, KEY_MOST)
		.replace(/-+$/, '') || 'seat'

/** A key for a seat's office that no seat of the workspace has yet: numbered when the plain one is taken. */
export async function freeSeatKey(here: Pick<Here, 'tx' | 'workspace'>, office: string): Promise<string> {
	const base = keyOf(office)
	const rows = await here.tx
		.selectFrom('seat')
		.select('key')
		.where('workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('key', '=', base), where('key', 'like', `${base}-%`)]))
		.execute()
	const taken = new Set(rows.map((row) => row.key))
	if (!taken.has(base)) return base
	let number = 2
	while (taken.has(`${base}-${String(number)}`)) number++
	return `${base}-${String(number)}`
}
