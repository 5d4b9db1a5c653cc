import { parseDocument } from 'yaml'
import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { digestOf, madeReady } from '../registers.server.ts'
import { inverseSteps } from './inverse-steps.ts'
import type { Step } from './steps.ts'

/** A version of a register as it was declared. */
export type DeclaredVersion = { version: number; text: string; declaredAt: Date; compiled: CompiledRegister }

/** A version of a register that was declared; undefined where there is none of that number. */
export async function findVersion(
	here: Here,
	registerId: string,
	version: number
): Promise<DeclaredVersion | undefined> {
	const row = await here.tx
		.selectFrom('register_version')
		.select(['version', 'declaration', 'declared_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.where('version', '=', version)
		.executeTakeFirst()
	if (!row) return undefined
	const { declaration: text, declared_at: declaredAt } = row
	return { version, text, declaredAt, compiled: madeReady(digestOf(text), text) }
}

/** A way back: the version that is brought back, and the one whose steps are undone for it. */
export type WayBack = { to: DeclaredVersion; undone: DeclaredVersion }

// Whoever goes back a hundred times does not go back further by one more.
const BACK_MOST = 100

/** The version that stands under another number, where some were undone: it is declared as that one was. */
async function effective(
	here: Here,
	registerId: string,
	standing: DeclaredVersion
): Promise<DeclaredVersion | undefined> {
	let found: DeclaredVersion | undefined = standing
	for (let count = 0; count < BACK_MOST && found?.compiled.declaration.undoes !== undefined; count += 1)
		found = await findVersion(here, registerId, found.compiled.declaration.undoes - 1)
	return found
}

/**
 * The versions that may be brought back: the one before, and, where that has been done already, the one before what stands since by another
 * number, so that several are undone one after another.
 */
export async function waysBack(here: Here, registerId: string, standing: number): Promise<WayBack[]> {
	const now = await findVersion(here, registerId, standing)
	if (!now) return []
	const before = await findVersion(here, registerId, standing - 1)
	const direct = before ? [{ to: before, undone: now }] : []
	const same = await effective(here, registerId, now)
	if (!same || same.version === now.version) return direct
	const further = await findVersion(here, registerId, same.version - 1)
	return further ? [...direct, { to: further, undone: same }] : direct
}

/** The text of the version that comes next and is as one of those before, with the steps that lead there. */
export function textOfWayBack({ to, undone }: WayBack, next: number): string {
	const steps: readonly Step[] = inverseSteps(to.compiled, undone.compiled)
	const document = parseDocument(to.text, { version: '1.2' })
	document.set('version', next)
	document.delete('steps')
	document.delete('undoes')
	if (steps.length > 0) {
		document.set('steps', document.createNode(steps.map(({ step, ...rest }) => ({ step, ...withoutNo(rest) }))))
	}
	document.set('undoes', undone.version)
	return document.toString({ lineWidth: 120 })
}

const withoutNo = (step: object) =>
	Object.fromEntries(Object.entries(step).filter(([, value]) => value !== false && value !== undefined))
