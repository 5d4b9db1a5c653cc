import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { DeclarationFault, DeclarationPath } from '../declaration/fault.ts'
import { isOfOtherForm } from '../declaration/redeclare.ts'
import { pairOf } from './convert-pairs.ts'
import { plainField } from './plain-field.ts'
import { nothingPlanned, type Recoded, type ScopePlan, type StepPlan, type TablePlan, type Work } from './step-plan.ts'
import { blankPattern, piecesOf, type Step } from './steps.ts'

type Fields = ReadonlyMap<string, CompiledField<AnyField>>
type Tell = (code: string, path: DeclarationPath, found: string) => void
type Placed<S extends Step['step']> = { step: Extract<Step, { step: S }>; index: number }
type Reading = { tell: Tell; before: CompiledRegister; after: CompiledRegister; steps: readonly Step[] }

const isText = ({ type }: AnyField) => type === 'text' || type === 'long-text' || type === 'address'

// Written as a text is, and checked besides: joined they make a text, and are split from one as far as they are sound.
const isWritten = (field: AnyField) => isText(field) || field.type === 'email' || field.type === 'telephone'

const placed = <S extends Step['step']>(steps: readonly Step[], kind: S): Placed<S>[] =>
	steps.flatMap((step, index) => (isOfKind(step, kind) ? [{ step, index }] : []))
const isOfKind = <S extends Step['step']>(step: Step, kind: S): step is Extract<Step, { step: S }> => step.step === kind

/** Exactly one of the things a step may be about. */
function refuseUnlessOne({ tell, steps }: Reading) {
	for (const [index, step] of steps.entries()) {
		const about: readonly (string | undefined)[] = (() => {
			switch (step.step) {
				case 'rename':
					return [step.field, step.table, step.state, step.group, step.code ?? step.list]
				case 'remove':
				case 'retire':
				case 'take-up':
				case 'restore':
					return [step.field, step.table]
				case 'merge':
					return [step.list, step.states?.join(' ')]
				case 'part':
					return [step.list, step.state]
				default:
					return ['one']
			}
		})()
		const isHalf =
			(step.step === 'rename' && step.code !== undefined && step.list === undefined) ||
			(step.step === 'merge' && (step.list === undefined) !== (step.codes === undefined)) ||
			(step.step === 'part' && (step.list === undefined) !== (step.code === undefined)) ||
			('in' in step && step.in !== undefined && 'field' in step && step.field === undefined)
		if (isHalf || about.filter((one) => one !== undefined).length !== 1)
			tell('step-names-one', ['steps', index], step.step)
	}
}

function readLists({ tell, before, after, steps }: Reading): StepPlan['codes'] {
	const codes = new Map<string, { to: string; codes: Map<string, Recoded> }>()
	const listNow = new Map(
		placed(steps, 'rename').flatMap(({ step: { list, code, to } }) =>
			list !== undefined && code === undefined ? [[list, to] as const] : []
		)
	)
	const own = (list: string, index: number) => {
		const was = before.declaration.lists.find(({ key }) => key === list)
		const to = listNow.get(list) ?? list
		const now = after.declaration.lists.find(({ key }) => key === to)
		if (!was) tell('step-unknown', ['steps', index, 'list'], list)
		else if (!now) tell('step-unknown-target', ['steps', index], to)
		const known = codes.get(list) ?? { to, codes: new Map<string, Recoded>() }
		codes.set(list, known)
		const has = (one: typeof was, code: string) => one?.codes.some(({ key }) => key === code) === true
		return {
			known,
			take(code: string, recoded: Recoded, targets: readonly string[]) {
				if (was && !has(was, code)) tell('step-unknown', ['steps', index], code)
				if (known.codes.has(code)) tell('step-twice', ['steps', index], code)
				for (const target of targets)
					if (now && !has(now, target)) tell('step-unknown-target', ['steps', index], target)
				known.codes.set(code, recoded)
			}
		}
	}
	for (const { step, index } of placed(steps, 'rename')) {
		if (step.list === undefined) continue
		const list = own(step.list, index)
		if (step.code !== undefined) list.take(step.code, { kind: 'rename', to: step.to, step: index }, [step.to])
	}
	for (const { step, index } of placed(steps, 'merge'))
		for (const code of step.list === undefined ? [] : (step.codes ?? []))
			own(step.list ?? '', index).take(code, { kind: 'merge', to: step.into, step: index }, [step.into])
	for (const { step, index } of placed(steps, 'part')) {
		if (step.list === undefined || step.code === undefined) continue
		const { into, rest } = step
		own(step.list, index).take(step.code, { kind: 'part', into, rest, step: index }, [
			...into,
			...(rest === undefined ? [] : [rest])
		])
	}
	return codes
}

function readStates({ tell, before, after, steps }: Reading): StepPlan['states'] {
	const states = new Map<string, Recoded>()
	const take = (index: number, state: string, recoded: Recoded, targets: readonly string[]) => {
		const was = before.declaration.states.find(({ key }) => key === state)
		if (!was) tell('step-unknown', ['steps', index], state)
		if (states.has(state)) tell('step-twice', ['steps', index], state)
		for (const target of targets) {
			const now = after.declaration.states.find(({ key }) => key === target)
			if (!now) tell('step-unknown-target', ['steps', index], target)
			// Who sees an entry is not changed by what its state is called.
			else if (was && now.public !== was.public) tell('step-other-public', ['steps', index], `${state}, ${target}`)
		}
		states.set(state, recoded)
	}
	for (const { step, index } of placed(steps, 'rename'))
		if (step.state !== undefined) take(index, step.state, { kind: 'rename', to: step.to, step: index }, [step.to])
	for (const { step, index } of placed(steps, 'merge'))
		for (const state of step.states ?? [])
			take(index, state, { kind: 'merge', to: step.into, step: index }, [step.into])
	for (const { step, index } of placed(steps, 'part')) {
		if (step.state === undefined) continue
		const rest = step.rest ?? step.into[0]
		take(index, step.state, { kind: 'part', into: step.into, rest, step: index }, [
			...step.into,
			...(rest === undefined ? [] : [rest])
		])
	}
	return states
}

function readGroups({ tell, before, after, steps }: Reading): StepPlan['groups'] {
	const groups = new Map<string, string>()
	for (const { step, index } of placed(steps, 'rename')) {
		const { group, to } = step
		if (group === undefined) continue
		if (!before.declaration.groups.some(({ key }) => key === group))
			tell('step-unknown', ['steps', index, 'group'], group)
		if (!after.declaration.groups.some(({ key }) => key === to)) tell('step-unknown-target', ['steps', index, 'to'], to)
		if (groups.has(group)) tell('step-twice', ['steps', index, 'group'], group)
		groups.set(group, to)
	}
	return groups
}

const isAbout = (step: Step, table: string | undefined) => ('in' in step ? step.in : undefined) === table

type Scope = { table: string | undefined; was: Fields; now: Fields; codes: StepPlan['codes'] }

/** A field as it stood, its list by what it is called now: another name of a list is no other form. */
const withListNow = (field: AnyField, codes: StepPlan['codes']): AnyField => {
	if (!('codes' in field) || !('list' in field.codes)) return field
	const to = codes.get(field.codes.list)?.to
	return to === undefined ? field : { ...field, codes: { list: to } }
}

function readScope({ tell, steps, after }: Reading, { table, was, now, codes }: Scope): ScopePlan {
	// What is undone has its currency among what is kept.
	const isUndoing = after.declaration.undoes !== undefined
	const works: Work[] = []
	const names = new Map<string, { to: string; step: number }>()
	const marked = new Map<string, number>()
	const taken = { from: new Set<string>(), to: new Set<string>() }
	const source = (key: string, index: number, name: string) => {
		const one = was.get(key)
		if (!one) tell('step-unknown', ['steps', index, name], key)
		else if (taken.from.has(key)) tell('step-twice', ['steps', index, name], key)
		taken.from.add(key)
		return one && plainField(one)
	}
	const target = (key: string, index: number, name: string) => {
		const one = now.get(key)?.field
		if (!one) tell('step-unknown-target', ['steps', index, name], key)
		else if (taken.to.has(key)) tell('step-twice', ['steps', index, name], key)
		taken.to.add(key)
		return one
	}
	for (const [index, step] of steps.entries()) {
		if (!isAbout(step, table)) continue
		switch (step.step) {
			case 'rename': {
				if (step.field === undefined) break
				const [from, to] = [source(step.field, index, 'field'), target(step.to, index, 'to')]
				const kept = was.get(step.field)?.field
				if (from && to && kept && isOfOtherForm(withListNow(kept, codes), to))
					tell('step-other-type', ['steps', index], `${step.field}, ${step.to}`)
				names.set(step.field, { to: step.to, step: index })
				break
			}
			case 'convert': {
				const to = step.to ?? step.field
				const [from, into] = [
					source(step.field, index, 'field'),
					target(to, index, step.to === undefined ? 'field' : 'to')
				]
				if (!from || !into) break
				const { step: _step, field: _field, in: _in, to: _to, ...rule } = step
				if (pairOf(from.type, into.type) === 'never')
					tell('step-never-converts', ['steps', index], `${from.type}, ${into.type}`)
				else if (
					!isUndoing &&
					into.type === 'money' &&
					!into.currency &&
					from.type !== 'money' &&
					!isText(from) &&
					rule.currency === undefined
				)
					tell('step-needs-currency', ['steps', index], to)
				works.push({ kind: 'convert', step: index, from: step.field, to, rule, was: from, now: into })
				break
			}
			case 'split': {
				const from = source(step.field, index, 'field')
				const into = step.into.flatMap((key, at) => target(key, index, `into.${String(at)}`) ?? [])
				if (!from || into.length < step.into.length) break
				const pieces = piecesOf(step.pattern ?? blankPattern(step.into))
				if (!canSplit(from, into))
					tell('step-never-splits', ['steps', index], [from, ...into].map(({ type }) => type).join(', '))
				else if (isText(from) && !isSound(pieces, step.into))
					tell('step-bad-pattern', ['steps', index, 'pattern'], step.pattern ?? '')
				if (step.rest !== undefined && !step.into.includes(step.rest))
					tell('step-unknown-target', ['steps', index, 'rest'], step.rest)
				works.push({
					kind: 'split',
					step: index,
					from: step.field,
					into: step.into,
					pieces,
					rest: step.rest,
					was: from,
					now: into
				})
				break
			}
			case 'join': {
				const from = step.fields.flatMap((key, at) => source(key, index, `fields.${String(at)}`) ?? [])
				const into = target(step.into, index, 'into')
				if (!into || from.length < step.fields.length) break
				const pieces = piecesOf(step.pattern ?? blankPattern(step.fields))
				if (!canSplit(into, from))
					tell('step-never-joins', ['steps', index], [...from, into].map(({ type }) => type).join(', '))
				else if (isText(into) && !isSound(pieces, step.fields))
					tell('step-bad-pattern', ['steps', index, 'pattern'], step.pattern ?? '')
				works.push({ kind: 'join', step: index, from: step.fields, into: step.into, pieces, was: from, now: into })
				break
			}
			case 'remove': {
				if (step.field === undefined) break
				const from = source(step.field, index, 'field')
				if (from) works.push({ kind: 'remove', step: index, from: step.field, was: from })
				break
			}
			case 'restore': {
				if (step.field === undefined) break
				const to = target(step.field, index, 'field')
				if (to) works.push({ kind: 'restore', step: index, to: step.field, now: to })
				break
			}
			case 'retire':
			case 'take-up': {
				if (step.field === undefined) break
				const one = now.get(step.field)?.field
				if (!one) tell('step-unknown-target', ['steps', index, 'field'], step.field)
				else if (one.retired !== (step.step === 'retire')) tell(`step-not-${step.step}`, ['steps', index], step.field)
				marked.set(step.field, index)
				break
			}
			case 'merge':
			case 'part':
				break
			default:
				step satisfies never
		}
	}
	for (const { path, key } of targets(steps, table))
		if (was.has(key) && !taken.from.has(key)) tell('step-target-taken', path, key)
	const lists = new Map<string, string>()
	for (const [key, { field }] of was) {
		if (
			!('codes' in field) ||
			!('list' in field.codes) ||
			works.some((work) => 'from' in work && [work.from].flat().includes(key))
		)
			continue
		lists.set(key, field.codes.list)
	}
	return { works, names, lists, marked }
}

/** Where values are put: a field that is there and keeps its own cannot take others. */
function targets(steps: readonly Step[], table: string | undefined) {
	return steps.flatMap((step, index): { path: DeclarationPath; key: string }[] => {
		if (!isAbout(step, table)) return []
		if (step.step === 'rename' && step.field !== undefined) return [{ path: ['steps', index, 'to'], key: step.to }]
		if (step.step === 'convert') return [{ path: ['steps', index, 'to'], key: step.to ?? step.field }]
		if (step.step === 'split') return step.into.map((key, at) => ({ path: ['steps', index, 'into', at], key }))
		if (step.step === 'join') return [{ path: ['steps', index, 'into'], key: step.into }]
		return []
	})
}

/** What is split into several, or joined from them: a text of texts, a period of two days, an amount of a number and a currency. */
function canSplit(whole: AnyField, parts: readonly AnyField[]): boolean {
	const [first, second] = parts
	if (isText(whole)) return parts.every(isWritten)
	if (parts.length !== 2 || !first || !second) return false
	if (whole.type === 'period') return first.type === 'date' && second.type === 'date'
	if (whole.type === 'money') return first.type === 'decimal' && (isText(second) || second.type === 'one-of')
	return false
}

/** A pattern names each part once, and something stands between any two, so that it can be told where one ends. */
function isSound(pieces: ReturnType<typeof piecesOf>, keys: readonly string[]): boolean {
	const named = pieces.flatMap((piece) => ('field' in piece ? [piece.field] : []))
	const isOnce = canonicalText([...named].sort()) === canonicalText([...keys].sort())
	const isApart = pieces.every(
		(piece, index) => !('field' in piece) || !('field' in (pieces[index + 1] ?? { text: '' }))
	)
	return isOnce && isApart
}

function readTables(reading: Reading, codes: StepPlan['codes']) {
	const { tell, before, after, steps } = reading
	const names = new Map<string, { to: string | null; step: number }>()
	const restored = new Map<string, number>()
	for (const [index, step] of steps.entries()) {
		if (!('table' in step) || step.table === undefined) {
			if ('in' in step && step.in !== undefined && !before.tables.has(step.in))
				tell('step-unknown', ['steps', index, 'in'], step.in)
			continue
		}
		const { table } = step
		if (step.step === 'restore') {
			if (!after.tables.has(table)) tell('step-unknown-target', ['steps', index, 'table'], table)
			restored.set(table, index)
			continue
		}
		if (step.step === 'retire' || step.step === 'take-up') {
			const one = after.tables.get(table)?.table
			if (!one) tell('step-unknown-target', ['steps', index, 'table'], table)
			else if (one.retired !== (step.step === 'retire')) tell(`step-not-${step.step}`, ['steps', index], table)
			continue
		}
		if (!before.tables.has(table)) tell('step-unknown', ['steps', index, 'table'], table)
		if (names.has(table)) tell('step-twice', ['steps', index, 'table'], table)
		if (step.step === 'rename' && !after.tables.has(step.to))
			tell('step-unknown-target', ['steps', index, 'to'], step.to)
		if (step.step === 'rename' && before.tables.has(step.to)) tell('step-target-taken', ['steps', index, 'to'], step.to)
		names.set(table, { to: step.step === 'rename' ? step.to : null, step: index })
	}
	const tables = new Map(
		[...before.tables].map(([key, { fields: was }]): [string, TablePlan] => {
			const { to = key, step = null } = names.get(key) ?? {}
			const now: Fields = (to === null ? undefined : after.tables.get(to)?.fields) ?? new Map()
			return [key, { to, step, scope: readScope(reading, { table: key, was, now, codes }) }]
		})
	)
	return { tables, restored }
}

/**
 * Reads the steps that lead from one version of a register to the next: what becomes of each field, code, state and table. All that keeps
 * them from being taken is told at once, by places in the declaration that names them.
 */
export function readSteps(
	before: CompiledRegister,
	after: CompiledRegister
): { plan: StepPlan; faults: DeclarationFault[] } {
	const { steps, undoes } = after.declaration
	if (steps.length === 0) return { plan: nothingPlanned, faults: [] }
	const faults: DeclarationFault[] = []
	const tell: Tell = (code, path, found) => faults.push({ code, path, found })
	const reading: Reading = { tell, before, after, steps }
	refuseUnlessOne(reading)
	if (undoes !== undefined && undoes > before.declaration.version) tell('undoes-unknown', ['undoes'], String(undoes))
	const codes = readLists(reading)
	const fields = readScope(reading, { table: undefined, was: before.fields, now: after.fields, codes })
	const { tables, restored } = readTables(reading, codes)
	const plan: StepPlan = {
		steps: steps.length,
		fields,
		tables,
		restoredTables: restored,
		states: readStates(reading),
		groups: readGroups(reading),
		codes,
		undoes: undoes ?? null
	}
	// The same steps may lead on; where they do not, the text was taken on with them.
	if (faults.length > 0 && isCarriedOn(before, after))
		return { plan, faults: [{ code: 'steps-carried-on', path: ['steps'], found: String(before.declaration.version) }] }
	return { plan, faults }
}

/** True where the text of the version before was taken on with its steps: they have been taken already. */
const isCarriedOn = ({ declaration: before }: CompiledRegister, { declaration: after }: CompiledRegister) =>
	canonicalText(before.steps) === canonicalText(after.steps)
