import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { parseInput } from '#platform/operation/steps.server.ts'
import { invalid, isRefusal, Refusal, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { Given } from '../entry/given.server.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import { newEntryFor } from '../entry/said/new-entry.ts'
import { inputAt, readEntryForm, UNASKED } from '../entry/said/read-form.ts'
import { holdsBegun, unaskedIn } from '../entry/said/unasked.ts'
import type { Values } from '../entry/values.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { digestOf, madeReady, type Register } from '../registers.server.ts'
import { keysIn, sentOf, type CapturedBase, type CapturedFields } from './captured-form.ts'

/** The declaration that a form was made from; the present one where the workspace never had that version. */
export async function declaredThen(here: Here, { id, compiled }: Register, version: number): Promise<CompiledRegister> {
	if (version === compiled.declaration.version) return compiled
	const row = await here.tx
		.selectFrom('register_version')
		.select('declaration')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst()
	return row ? madeReady(digestOf(row.declaration), row.declaration) : compiled
}

type Captured = {
	compiled: CompiledRegister
	fields: CapturedFields
	/** What the form of an entry that is there began with; null of a new one. */
	base: CapturedBase | null
	/** What stands in such an entry. */
	held: Values
}

/** What a captured form gives an entry, as `entry.add` and `entry.change` take it in, and which row of the form each row is. */
export async function readCaptured(here: Here, { compiled, fields, base, held }: Captured) {
	const { declaration } = compiled
	const sent = sentOf(fields)
	const fresh = base === null ? newEntryFor(compiled, askingOf(here), here.today) : null
	const named = keysIn([...fields.map(([name]) => name), ...Object.keys(base ?? {})])
	const asks = fresh ? [...new Set([...fresh.asks, ...named])] : [...named]
	const { given, rows } = readEntryForm(sent, { declaration, asks, choices: {}, base })
	const typed = readEntryForm(sent, { declaration, asks, choices: {}, base: null }).given.values
	const areas = await areaNames(here, declaration)
	const unasked = unaskedIn({ compiled, areas, asks, typed, held, today: here.today })
	const told = new Set(sent.getAll(UNASKED))
	const begun = fresh?.begun ?? {}
	// What a device could not know, a person is told before it is dropped.
	const news = unasked.filter(
		(key) => typed[key] !== undefined && !told.has(key) && !holdsBegun({ compiled, areas, typed }, key, begun[key])
	)
	if (news.length > 0) throw invalid(news.map((key) => ({ path: [`values:${key}`], code: 'captures.not-asked' })))
	const takenOut = Object.fromEntries(Object.keys(begun).map((key) => [key, null]))
	const emptied = Object.fromEntries(unasked.map((key) => [key, null]))
	const whole = { values: { ...takenOut, ...given.values, ...emptied }, tables: given.tables }
	return { given: await toldAtInputs(rows, async () => parseInput(z.object(Given), whole)), rows }
}

/** Does the work, and tells what is refused of single fields by the inputs of the form. */
export async function toldAtInputs<T>(
	rows: ReadonlyMap<string, readonly string[]>,
	work: () => Promise<T>
): Promise<T> {
	try {
		return await work()
	} catch (refusal) {
		if (!isRefusal(refusal, 'invalid')) throw refusal
		const issues = refusal.issues.map((issue): Issue => {
			const at = inputAt(issue.path, issue.code, rows)
			return at === null ? issue : { ...issue, path: [at] }
		})
		throw new Refusal('invalid', refusal.code, refusal.params, issues)
	}
}
