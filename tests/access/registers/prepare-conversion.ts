import { declarationOf } from '../../fixtures/declared.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { perform } from '../by-name.ts'

/** The register of either sort whose second version has been declared, so that the first can be brought back. */
export const TURNED = {
	open: { key: 'open-turned-list', code: 'OTL', title: 'Open turned list', seen: 'public' },
	guarded: { key: 'guarded-turned-list', code: 'GTL', title: 'Guarded turned list', seen: 'members' }
} as const

/** Its next version: a remark is called otherwise, and may be longer. */
export const turned = (which: keyof typeof TURNED, version: number) =>
	`${declarationOf(TURNED[which])
		.replace('version: 1', `version: ${String(version)}`)
		.replace('key: remark, names: { en: Remark }, type: text', 'key: saying, names: { en: Remark }, type: long-text')}
steps: [{ step: convert, field: remark, to: saying }]
`

/** Two registers, each in its second version; of one an entry of which something was replaced. */
export async function prepareConversions(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	for (const which of ['open', 'guarded'] as const) {
		await perform(administrator, 'register.declare', { declaration: declarationOf(TURNED[which]) })
		const values = { name: 'Turned entry', remark: 'Plain' }
		if (which === 'open') await perform(administrator, 'entry.add', { register: TURNED.open.key, values, tables: {} })
		put(`${which} turned register`, await perform(administrator, 'register.declare', { declaration: turned(which, 2) }))
	}
}
