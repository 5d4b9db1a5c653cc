import { declarationOf } from '../../fixtures/declared.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { perform } from '../by-name.ts'
import { OPEN_REGISTER } from '../prepared-register.ts'

/** A draft of a register, and a figure on everybody's home page and on that of one seat. */
export async function prepareDrafting(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const declaration = declarationOf({
		key: 'shadow-list',
		code: 'SHL',
		title: 'Shadow list in the making',
		seen: 'keepers'
	})
	put('draft', await perform(administrator, 'registerDraft.begin', { from: 'text', declaration }))
	const figure = { register: OPEN_REGISTER, figure: 'chart.sorts' }
	put('home figure of all', await perform(administrator, 'homeFigure.place', { ...figure, forAll: true }))
	put('home figure of chair', await perform(await made.as('chair'), 'homeFigure.place', figure))
}
