import type { CompiledRegister } from './compile-declaration.ts'
import type { AnyField } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'
import { isWorkedOut } from './field-types.ts'

// What names something of the workspace is chosen from its lists, which strangers are not shown.
const NAMING = new Set<AnyField['type']>(['actor', 'structure', 'seat', 'record', 'entry'])

const namesInside = (field: AnyField) =>
	NAMING.has(field.type) || ((field.type === 'one-of' || field.type === 'many-of') && 'framework' in field.codes)

/**
 * What a public form names: fields that strangers may fill in, and groups that can look through what they send. A field with
 * readers or changers of its own is kept by somebody, and is not asked of strangers.
 */
export function checkPublicForm(tell: TellFault, { declaration, fields, changers }: CompiledRegister): void {
	const { public_form: form } = declaration
	if (!form) return
	const at = (...rest: DeclarationPath): DeclarationPath => ['public_form', ...rest]
	// The address of the page on which answers are followed.
	if (declaration.register === 'receipt') tell('reserved-register', ['register'], declaration.register)
	for (const [index, key] of form.asks.entries()) {
		const path = at('asks', index)
		const field = fields.get(key)?.field
		if (form.asks.indexOf(key) !== index) tell('key-twice', path, key)
		if (!field) tell('unknown-field', path, key)
		else if (isWorkedOut(field)) tell('worked-out-asked', path, key)
		else if (field.retired) tell('retired-asked', path, key)
		else if (field.seen !== undefined) tell('hidden-asked', path, key)
		else if (field.changed !== undefined || field.changed_in !== undefined || changers.has(key))
			tell('kept-by-few-asked', path, key)
		else if (namesInside(field)) tell('names-inside-asked', path, key)
	}
	if (!form.asks.some((key) => fields.get(key)?.field.type === 'text' || fields.get(key)?.field.type === 'long-text'))
		tell('nothing-said', at('asks'), form.asks.join(', '))
	const adding = new Set(
		declaration.groups.filter(({ key }) => declaration.added.includes(key)).flatMap(({ roles }) => roles)
	)
	for (const [index, key] of form.reviewed_by.entries()) {
		const path = at('reviewed_by', index)
		const group = declaration.groups.find((one) => one.key === key)
		if (!group) tell('unknown-group', path, key)
		else if (
			group.roles.length === 0 ||
			group.actor_in.length > 0 ||
			group.members_in.length > 0 ||
			group.entering_actor ||
			group.roles.includes('observer')
		)
			tell('reviewers-by-roles', path, key)
		else if (group.roles.some((role) => !adding.has(role))) tell('reviewers-add-nothing', path, key)
	}
	if (form.begins_in === undefined) return
	const state = declaration.states.find(({ key }) => key === form.begins_in)
	if (!state) tell('unknown-state', at('begins_in'), form.begins_in)
	// Whoever accepts it has read it once; that the public reads it too is said by a step of its own.
	else if (state.public) tell('begins-public', at('begins_in'), form.begins_in)
}
