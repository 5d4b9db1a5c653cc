import type { Formula } from '../formula/compile-formula.ts'
import type { CompiledRegister, Part } from './compile-declaration.ts'
import type { Declaration } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'
import { groupsOf, isWithin } from './who-changes.ts'

type Register = CompiledRegister

const partIn = ({ fields, tables }: Register, name: string): Part | undefined =>
	fields.get(name)?.part ?? tables.get(name)?.part

/** What a formula reads in the end: fields that are filled in, and tables. What a formula tells on purpose is no secret. */
function filledIn({ fields }: Register, formula: Formula): Set<string> {
	const found = new Set<string>()
	const waiting = [...formula.reads]
	const known = new Set(waiting)
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		const one = fields.get(name)
		if (!one?.formula) {
			found.add(name)
			continue
		}
		const told = one.field.type === 'formula' ? one.field.tells : []
		for (const read of one.formula.reads) {
			if (told.includes(read) || known.has(read)) continue
			known.add(read)
			waiting.push(read)
		}
	}
	return found
}

const readersOf = (declaration: Declaration, part: Part | undefined) =>
	part?.startsWith('group:') === true ? groupsOf(declaration, [part.slice('group:'.length)]) : []

/**
 * Refuses a check that reads what is hidden together with what others fill in: each change they try, taken or refused, would
 * tell them of the other, and after ten of them they would know it.
 */
function checkOracles(tell: TellFault, register: Register) {
	const { declaration, checks, changers } = register
	for (const [index, { key }] of declaration.checks.entries()) {
		const must = checks.find((check) => check.key === key)?.must
		if (!must) continue
		const read = [...filledIn(register, must)]
		for (const hidden of read) {
			const circle = readersOf(declaration, partIn(register, hidden))
			if (circle.length === 0) continue
			for (const other of read) {
				const own = readersOf(declaration, partIn(register, other))
				if (own.length > 0 && own.every((group) => isWithin(group, circle))) continue
				const filling = groupsOf(
					declaration,
					changers.get(other) ?? [...declaration.added, ...declaration.changed]
				).find((group) => !isWithin(group, circle))
				if (filling) tell('check-tells-hidden', ['checks', index, 'must'], `${hidden}, ${other}: ${filling.key}`)
			}
		}
	}
}

/**
 * Refuses what would tell somebody of a field they do not see: a formula shows no more widely than what it reads, and a
 * title, which every reader of an entry sees, reads nothing that any of them does not. What holds something of a person is
 * never public.
 */
export function checkLeaks(tell: TellFault, register: Register) {
	const { declaration, fields, title, checks, moves, personal } = register
	const partOf = (name: string) => partIn(register, name)
	const isSeenIn = (read: string, part: Part) => {
		const from = partOf(read)
		// Every group that sees a part by itself sees what is kept inside: no reader of a field stands outside `seen`.
		return from === undefined || from === 'open' || from === part || (from === 'inside' && part.startsWith('group:'))
	}
	const look = (formula: Formula | null, part: Part, path: DeclarationPath, onPurpose: readonly string[] = []) => {
		for (const read of formula?.reads ?? []) {
			if (!isSeenIn(read, part) && !onPurpose.includes(read)) tell('tells-of-hidden', path, read)
		}
	}
	look(title, 'open', ['title'])
	for (const [index, field] of declaration.fields.entries()) {
		const one = fields.get(field.key)
		if (!one) continue
		look(one.formula, one.part, ['fields', index, 'formula'], field.type === 'formula' ? field.tells : [])
		// Forms are filled by seats, so that what the workspace sees may be asked for by what the workspace sees.
		const part = one.part === 'open' ? 'inside' : one.part
		look(one.asked, part, ['fields', index, 'asked'])
		if (field.public && personal.has(field.key)) tell('public-but-personal', ['fields', index, 'public'], field.key)
		if (one.required !== true) look(one.required, part, ['fields', index, 'required'])
	}
	for (const [index, { at, key }] of declaration.checks.entries()) {
		const part = partOf(at)
		if (part === undefined) tell('unknown-field', ['checks', index, 'at'], at)
		const must = checks.find((check) => check.key === key)?.must ?? null
		look(must, part === undefined || part === 'open' ? 'inside' : part, ['checks', index, 'must'])
	}
	checkOracles(tell, register)
	for (const [index, move] of declaration.moves.entries()) {
		const compiled = moves.get(move.key)
		const only = move.by.length === 1 ? move.by[0] : undefined
		const part: Part = only === undefined ? 'inside' : `group:${only}`
		look(compiled?.when ?? null, part, ['moves', index, 'when'])
		for (const need of move.needs) {
			if (partOf(need) === undefined) tell('unknown-field', ['moves', index, 'needs'], need)
			else if (!isSeenIn(need, part)) tell('tells-of-hidden', ['moves', index, 'needs'], need)
		}
		for (const { field, to } of compiled?.sets ?? []) {
			look(to, partOf(field) ?? 'open', ['moves', index, 'does'])
		}
	}
}
