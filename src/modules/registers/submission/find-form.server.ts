import { isClosedTo } from '#platform/operation/closed-pages.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { compiledAmong } from '../registers.server.ts'
import { askedForm, standingOf, type AskedForm, type Opened } from './asked-form.ts'

/** A public form as anybody finds it, whether or not the register itself is in their sight. */
export type FoundForm = AskedForm & { registerId: string; whole: CompiledRegister; opened: Opened }

/** The forms of the workspace, open or not, of registers that declare one. */
export async function findForms(here: Here): Promise<FoundForm[]> {
	const rows = await here.tx
		.selectFrom('public_form')
		.select(['id', 'is_open', 'opens_on', 'closes_on'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('id')
		.execute()
	const compiled = await compiledAmong(
		here.tx,
		here.workspace.id,
		rows.map(({ id }) => id)
	)
	return rows.flatMap((row) => {
		const whole = compiled.get(row.id)
		const asked = whole && askedForm(whole)
		if (!asked) return []
		const opened = { isOpen: row.is_open, opensOn: row.opens_on, closesOn: row.closes_on }
		return [{ ...asked, registerId: row.id, whole, opened }]
	})
}

/** A form that is open, or was and says so, by the key of its register; absent where the register has none that strangers are told of. */
export async function getForm(here: Here, register: string): Promise<FoundForm> {
	// What a workspace closes to the public takes nothing from it either, though a form was opened before.
	if (isClosedTo(here, 'publicForm.get')) throw absent('submission.no-such-form')
	const found = (await findForms(here)).find(({ compiled }) => compiled.declaration.register === register)
	// A form that was never opened, or is closed without a day, is nobody's business.
	if (!found || standingOf(found.opened, here.today) === 'closed') throw absent('submission.no-such-form')
	return found
}

/**
 * The same, as it stands from now on until the command is done. One at a time: of many that come in the same moment each counts
 * those before it, a form that is being closed takes nothing more, and one that is declared anew is seen by its new reviewers.
 */
export async function holdForm(here: Writing, { registerId, compiled }: FoundForm): Promise<FoundForm> {
	await here.tx
		.selectFrom('public_form')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', registerId)
		.forUpdate()
		.execute()
	return getForm(here, compiled.declaration.register)
}

/** Looks at and changes what is out of the seat's own sight, on behalf of those who look through it. */
export const forReviewers = <T>(here: Writing, work: () => Promise<T>): Promise<T> => here.write.inSightOfAll([], work)
