import type { CompiledRegister } from './compile-declaration.ts'
import type { DeclarationFault } from './fault.ts'

/**
 * What registers say of each other: fields that name entries of another register, and counts and sums of the entries that
 * name this one. Gives the faults by register. Codes of numbers are shared with the kinds of record that `taken` names.
 */
export function checkTogether(
	registers: readonly CompiledRegister[],
	taken: ReadonlySet<string>
): Map<string, DeclarationFault[]> {
	const byKey = new Map(registers.map((register) => [register.declaration.register, register]))
	const codes = new Map<string, string>()
	const faults = new Map<string, DeclarationFault[]>()
	for (const { declaration, fields } of registers) {
		const own: DeclarationFault[] = []
		faults.set(declaration.register, own)
		const other = codes.get(declaration.code)
		if (taken.has(declaration.code) || other !== undefined) {
			own.push({ code: 'code-taken', path: ['code'], found: declaration.code })
		}
		codes.set(declaration.code, declaration.register)
		for (const [index, { key }] of declaration.fields.entries()) {
			const field = fields.get(key)?.field
			if (!field) continue
			const path = ['fields', index]
			if (field.type === 'entry' && !byKey.has(field.register)) {
				own.push({ code: 'unknown-register', path: [...path, 'register'], found: field.register })
			}
			if (field.type !== 'linked-count' && field.type !== 'linked-sum') continue
			const linked = byKey.get(field.register)
			if (!linked) {
				own.push({ code: 'unknown-register', path: [...path, 'register'], found: field.register })
				continue
			}
			const by = linked.fields.get(field.by)
			if (by?.field.type !== 'entry' || by.field.register !== declaration.register || !by.field.filtered) {
				own.push({ code: 'not-linked-back', path: [...path, 'by'], found: field.by })
			}
			const states = new Set(linked.declaration.states.map((state) => state.key))
			for (const state of field.states ?? []) {
				if (!states.has(state)) own.push({ code: 'unknown-state', path: [...path, 'states'], found: state })
			}
			if (field.type === 'linked-sum') {
				const summed = linked.fields.get(field.field)
				const kind = summed?.type?.kind
				if (!summed?.column || (kind !== 'number' && kind !== 'money')) {
					own.push({ code: 'not-a-number', path: [...path, 'field'], found: field.field })
				}
			}
		}
	}
	return faults
}
