import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readSteps } from './read-steps.ts'
import type { Recoded, StepPlan } from './step-plan.ts'

/** What a code or a state is called after the steps of a version: several where it was parted. */
export const recoded = (all: ReadonlyMap<string, Recoded> | undefined, code: string): string[] => {
	const one = all?.get(code)
	if (!one) return [code]
	return one.kind === 'part' ? [...one.into] : [one.to]
}

const KEYED = /^(field|from|until)\[([a-z][a-z0-9_]{0,39})\]$/

/**
 * The address of a list, by what fields, codes and states are called now. What is no longer there stays, and is told to whoever opens it; a field that
 * has become something else is one of those.
 */
export function followAddress(address: string, plan: StepPlan): string {
	const nameOf = (key: string) => plan.fields.names.get(key)?.to ?? key
	const codesOf = (key: string) => plan.codes.get(plan.fields.lists.get(key) ?? '')?.codes
	const followed = new URLSearchParams()
	for (const [name, value] of new URLSearchParams(address)) {
		const [, how, key = ''] = KEYED.exec(name) ?? []
		const several = value.split(',')
		if (how !== undefined) {
			const codes = codesOf(key)
			const values = codes ? several.flatMap((code) => recoded(codes, code)).join(',') : value
			followed.append(`${how}[${nameOf(key)}]`, values)
		} else if (name === 'sort')
			followed.append(name, value.startsWith('-') ? `-${nameOf(value.slice(1))}` : nameOf(value))
		else if (name === 'group') followed.append(name, nameOf(value))
		else if (name === 'column' || name === 'filter[empty]' || name === 'filter[filled]')
			followed.append(name, several.map(nameOf).join(','))
		else if (name === 'filter[standing]')
			followed.append(name, several.flatMap((state) => recoded(plan.states, state)).join(','))
		else followed.append(name, value)
	}
	return followed.toString()
}

type Path = (string | number)[]
/** What another register says of this one's fields and states, and what it says of them from now on. */
export type Followed = { path: Path; value: string | string[] }

/** Where another register counts or sums entries of this one by a field that is called otherwise now, or in states that are. */
export function followsIn(other: CompiledRegister, before: CompiledRegister, after: CompiledRegister): Followed[] {
	const { plan } = readSteps(before, after)
	if (plan.steps === 0) return []
	const { register: key } = after.declaration
	const nameOf = (field: string) => plan.fields.names.get(field)?.to
	return other.declaration.fields.flatMap((field, index): Followed[] => {
		if ((field.type !== 'linked-count' && field.type !== 'linked-sum') || field.register !== key) return []
		const by = nameOf(field.by)
		const summed = field.type === 'linked-sum' ? nameOf(field.field) : undefined
		const states = field.states?.flatMap((state) => recoded(plan.states, state))
		const path: Path = ['fields', index]
		return [
			...(by === undefined ? [] : [{ path: [...path, 'by'], value: by }]),
			...(summed === undefined ? [] : [{ path: [...path, 'field'], value: summed }]),
			...(states === undefined || states.join(' ') === field.states?.join(' ')
				? []
				: [{ path: [...path, 'states'], value: [...new Set(states)] }])
		]
	})
}

/** Another register, as it will say it. */
export function following(other: CompiledRegister, followed: readonly Followed[]): CompiledRegister {
	if (followed.length === 0) return other
	const fields = other.declaration.fields.map((field, index) => {
		const own = followed.filter(({ path }) => path[1] === index)
		return own.length === 0
			? field
			: { ...field, ...Object.fromEntries(own.map(({ path, value }) => [String(path[2]), value])) }
	})
	return {
		...other,
		declaration: { ...other.declaration, fields },
		fields: new Map([...other.fields].map(([key, one], index) => [key, { ...one, field: fields[index] ?? one.field }]))
	}
}
