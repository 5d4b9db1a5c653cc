import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { isOfOtherForm } from '../declaration/redeclare.ts'
import { pairOf } from './convert-pairs.ts'
import { backRule } from './convert-value.ts'
import { plainField } from './plain-field.ts'
import { readSteps } from './read-steps.ts'
import { sourcesOf, targetsOf, type Recoded, type ScopePlan, type StepPlan, type Work } from './step-plan.ts'
import type { Piece, Step } from './steps.ts'

type Fields = ReadonlyMap<string, CompiledField<AnyField>>
type In = { in?: string }

const patternOf = (pieces: readonly Piece[]) =>
	pieces.map((piece) => ('field' in piece ? `{${piece.field}}` : piece.text)).join('')

const isText = ({ type }: AnyField) => type === 'text' || type === 'long-text' || type === 'address'

function inverseOf(work: Work, scope: In, was: Fields): Step {
	switch (work.kind) {
		case 'convert': {
			const before = was.get(work.from)
			// What a formula gave is worked out again.
			if (!before || isWorkedOut(before.field)) return { step: 'remove', field: work.to, ...scope }
			const to = work.from === work.to ? {} : { to: work.from }
			return {
				step: 'convert',
				field: work.to,
				...scope,
				...to,
				round: false,
				...backRule({ from: work.was, rule: work.rule })
			}
		}
		case 'split':
			return {
				step: 'join',
				fields: [...work.into],
				...scope,
				into: work.from,
				...(isText(work.was) ? { pattern: patternOf(work.pieces) } : {})
			}
		case 'join': {
			const [rest = ''] = work.from
			const own = isText(work.now) ? { pattern: patternOf(work.pieces), rest } : {}
			return { step: 'split', field: work.into, ...scope, into: [...work.from], ...own }
		}
		case 'remove':
			return { step: 'restore', field: work.from, ...scope }
		case 'restore':
			return { step: 'remove', field: work.to, ...scope }
		default:
			return work satisfies never
	}
}

/** Fields of a version that the one before has not: with it they go, and what they hold is told. Those of another type are converted. */
function inverseOfFields(plan: ScopePlan, { was, now, scope }: { was: Fields; now: Fields; scope: In }): Step[] {
	const named = new Set([...[...plan.names.values()].map(({ to }) => to), ...plan.works.flatMap(targetsOf)])
	const moved = new Set([...plan.names.keys(), ...plan.works.flatMap(sourcesOf)])
	const others = [...now].flatMap(([key, one]): Step[] => {
		if (named.has(key)) return []
		const old = moved.has(key) ? undefined : was.get(key)
		if (!old) return isWorkedOut(one.field) ? [] : [{ step: 'remove', field: key, ...scope }]
		if (isWorkedOut(one.field) || !isOfOtherForm(old.field, one.field)) return []
		if (isWorkedOut(old.field) || pairOf(plainField(one).type, old.field.type) === 'never')
			return [{ step: 'remove', field: key, ...scope }]
		return [{ step: 'convert', field: key, ...scope, round: false }]
	})
	return [
		...[...plan.names].map(([from, { to }]): Step => ({ step: 'rename', field: to, ...scope, to: from })),
		...plan.works.map((work) => inverseOf(work, scope, was)),
		...others
	]
}

/** What was merged becomes several again, what was parted one. */
function inverseOfCodes(
	all: ReadonlyMap<string, Recoded>,
	had: (code: string) => boolean,
	steps: {
		rename(from: string, to: string): Step
		part(code: string, into: string[], rest: string | undefined): Step
		merge(codes: string[], into: string): Step
	}
): Step[] {
	const merged = new Map<string, string[]>()
	const found: Step[] = []
	for (const [code, recoded] of all) {
		if (recoded.kind === 'rename') found.push(steps.rename(recoded.to, code))
		else if (recoded.kind === 'merge') merged.set(recoded.to, [...(merged.get(recoded.to) ?? []), code])
		else
			found.push(
				steps.merge([...new Set([...recoded.into, ...(recoded.rest === undefined ? [] : [recoded.rest])])], code)
			)
	}
	for (const [into, codes] of merged) {
		const rest = had(into) ? into : undefined
		found.push(steps.part(into, [...new Set([...codes, ...(rest === undefined ? [] : [rest])])], rest))
	}
	return found
}

function inverseOfLists({ codes }: StepPlan, before: CompiledRegister): Step[] {
	return [...codes].flatMap(([list, own]) => {
		const there = new Set(before.declaration.lists.find(({ key }) => key === list)?.codes.map(({ key }) => key))
		const found = inverseOfCodes(own.codes, (code) => there.has(code), {
			rename: (from, to) => ({ step: 'rename', list: own.to, code: from, to }),
			part: (code, into, rest) => ({ step: 'part', list: own.to, code, into, ...(rest === undefined ? {} : { rest }) }),
			merge: (some, into) => ({ step: 'merge', list: own.to, codes: some, into })
		})
		return own.to === list ? found : [{ step: 'rename', list: own.to, to: list } satisfies Step, ...found]
	})
}

/** The steps that lead from a version back to the one before it. */
export function inverseSteps(before: CompiledRegister, after: CompiledRegister): Step[] {
	const { plan } = readSteps(before, after)
	const states = new Set(before.declaration.states.map(({ key }) => key))
	const tables = [...before.tables].flatMap(([key, { fields: was }]): Step[] => {
		const own = plan.tables.get(key)
		const to = own?.to === undefined ? key : own.to
		if (to === null) return [{ step: 'restore', table: key }]
		const now = after.tables.get(to)?.fields
		if (!now) return []
		const scope = own?.scope ?? { works: [], names: new Map(), lists: new Map(), marked: new Map() }
		return [
			...(to === key ? [] : [{ step: 'rename', table: to, to: key } satisfies Step]),
			...inverseOfFields(scope, { was, now, scope: { in: to } })
		]
	})
	const kept = new Set([...before.tables.keys()].map((key) => plan.tables.get(key)?.to ?? key))
	const addedTables = [...after.tables.keys()].flatMap((key): Step[] =>
		kept.has(key) ? [] : [{ step: 'remove', table: key }]
	)
	return [
		...inverseOfFields(plan.fields, { was: before.fields, now: after.fields, scope: {} }),
		...tables,
		...addedTables,
		...inverseOfLists(plan, before),
		...inverseOfCodes(plan.states, (state) => states.has(state), {
			rename: (from, to) => ({ step: 'rename', state: from, to }),
			part: (state, into, rest) => ({ step: 'part', state, into, ...(rest === undefined ? {} : { rest }) }),
			merge: (some, into) => ({ step: 'merge', states: some, into })
		}),
		...[...plan.groups].map(([from, to]): Step => ({ step: 'rename', group: to, to: from }))
	]
}
