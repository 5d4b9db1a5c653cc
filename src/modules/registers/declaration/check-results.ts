import type { Formula } from '../formula/compile-formula.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import type { AnyField, Field } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'
import { isLinked, isReference, isWorkedOut } from './field-types.ts'

type Placed = { formula: Formula; path: DeclarationPath }

/** Every formula of a register, with its place. */
function formulasIn({ declaration, fields, tables, title, checks, moves }: CompiledRegister): Placed[] {
	const placed: Placed[] = []
	const add = (formula: Formula | true | null | undefined, path: DeclarationPath) => {
		if (formula && formula !== true) placed.push({ formula, path })
	}
	add(title, ['title'])
	for (const [index, { key }] of declaration.fields.entries()) {
		const one = fields.get(key)
		add(one?.formula, ['fields', index, 'formula'])
		add(one?.asked, ['fields', index, 'asked'])
		add(one?.required, ['fields', index, 'required'])
	}
	for (const [index, { key, fields: inner }] of declaration.tables.entries())
		for (const [position, field] of inner.entries()) {
			const path = ['tables', index, 'fields', position]
			const one = tables.get(key)?.fields.get(field.key)
			add(one?.formula, [...path, 'formula'])
			add(one?.asked, [...path, 'asked'])
			add(one?.required, [...path, 'required'])
		}
	for (const [index, { key }] of declaration.checks.entries())
		add(checks.find((check) => check.key === key)?.must, ['checks', index, 'must'])
	for (const [index, { key }] of declaration.moves.entries()) {
		const move = moves.get(key)
		add(move?.when, ['moves', index, 'when'])
		for (const { to } of move?.sets ?? []) add(to, ['moves', index, 'does'])
	}
	return placed
}

/** The field that a formula is, where it is nothing but the name of one. */
const bareField = ({ fields }: CompiledRegister, { text }: Formula) => fields.get(text.trim())?.field

/** True where whatever stands in one field may stand in the other. */
function takesAll(target: Field, source: AnyField): boolean {
	if (target.type === 'entry') return source.type === 'entry' && source.register === target.register
	if (target.type !== 'record') return source.type === target.type
	if (target.kinds.length === 0) return source.type === 'record'
	return (
		source.type === 'record' && source.kinds.length > 0 && source.kinds.every((kind) => target.kinds.includes(kind))
	)
}

/** What moves put into fields: only what is filled in, and a record only where it is the one that stands in another field. */
function checkSets(tell: TellFault, register: CompiledRegister) {
	for (const [index, { key }] of register.declaration.moves.entries())
		for (const { field, to } of register.moves.get(key)?.sets ?? []) {
			const target = register.fields.get(field)?.field
			if (!target) continue
			const path = ['moves', index, 'does']
			if (isLinked(target)) tell('set-worked-out', path, field)
			const source = isReference(target) ? bareField(register, to) : undefined
			if (isReference(target) && !(source && takesAll(target, source))) tell('set-not-same', path, field)
		}
}

/**
 * What formulas give and read: nothing that is counted over other entries when it is shown, since that is kept nowhere; and no
 * identifier, which tells nobody anything and somebody of a record they do not see.
 */
export function checkResults(tell: TellFault, register: CompiledRegister) {
	const { declaration, fields, tables, title } = register
	for (const { formula, path } of formulasIn(register))
		for (const read of formula.reads) {
			const field = fields.get(read)?.field
			if (field && isLinked(field)) tell('formula-not-kept', path, read)
		}
	const named = (formula: Formula | null | undefined, path: DeclarationPath, found: string) => {
		if (formula?.gives.kind === 'text' && formula.gives.isReference === true) tell('gives-reference', path, found)
	}
	named(title, ['title'], declaration.title)
	for (const [index, { key }] of declaration.fields.entries())
		named(fields.get(key)?.formula, ['fields', index, 'formula'], key)
	for (const [index, { key, fields: inner }] of declaration.tables.entries())
		for (const [position, field] of inner.entries())
			named(
				tables.get(key)?.fields.get(field.key)?.formula,
				['tables', index, 'fields', position, 'formula'],
				field.key
			)
	for (const [index, { needs }] of declaration.moves.entries())
		for (const need of needs) {
			const field = fields.get(need)?.field
			if (field && isWorkedOut(field)) tell('needs-worked-out', ['moves', index, 'needs'], need)
		}
	checkSets(tell, register)
}
