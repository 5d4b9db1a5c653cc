import { compileDeclaration, type CompiledField, type CompiledRegister } from '../declaration/compile-declaration.ts'
import { Declaration, type AnyField, type PublicForm } from '../declaration/declaration.ts'

/** What strangers are asked for: a register as they know it, of the fields of its public form and nothing else, made ready. */
export type AskedForm = { form: PublicForm; compiled: CompiledRegister }

const made = new WeakMap<CompiledRegister, AskedForm | null>()

type Plain = Declaration['fields'][number]

// A condition over what strangers are not asked would tell them of it, and they could not meet it.
function onItsOwn({ field, asked, required }: CompiledField, asks: ReadonlySet<string>): Plain {
	const knows = (reads: readonly string[] | undefined) => (reads ?? []).every((key) => asks.has(key))
	const isAskedFree = asked === null || knows(asked.reads)
	const isRequiredFree = required === null || required === true || knows(required.reads)
	const { asked: _asked, default: _default, ...rest } = field
	return {
		...rest,
		...(field.asked !== undefined && isAskedFree ? { asked: field.asked } : {}),
		required: isRequiredFree ? field.required : false,
		filtered: false
	}
}

const listOf = (field: AnyField) =>
	(field.type === 'one-of' || field.type === 'many-of') && 'list' in field.codes ? field.codes.list : undefined

function cut({ declaration, fields, checks }: CompiledRegister, form: PublicForm): Declaration {
	const asks = new Set(form.asks)
	const own = declaration.fields.flatMap(({ key }) => {
		const field = fields.get(key)
		return field && asks.has(key) ? [onItsOwn(field, asks)] : []
	})
	const lists = new Set(own.map(listOf))
	const judged = new Map(checks.map(({ key, must, states }) => [key, states === null ? must.reads : null]))
	const [title = { key: '' }] = own.filter(({ type }) => type === 'text' || type === 'long-text')
	// By its schema: whatever else may be declared is as if nothing were said of it.
	return Declaration.parse({
		register: declaration.register,
		version: declaration.version,
		code: declaration.code,
		names: declaration.names,
		about: declaration.about,
		title: title.key,
		seen: 'everyone',
		added: form.reviewed_by,
		changed: form.reviewed_by,
		lists: declaration.lists
			.filter(({ key }) => lists.has(key))
			.map((list) => ({ ...list, codes: list.codes.filter(({ retired }) => !retired) })),
		fields: own,
		groups: declaration.groups.filter(({ key }) => form.reviewed_by.includes(key)),
		states: declaration.states.slice(0, 1).map((state) => ({ ...state, public: false })),
		// What a check reads beside the form is known to the office alone: it judges when the entry is made.
		checks: declaration.checks.filter(({ key, at }) => {
			const reads = judged.get(key)
			return asks.has(at) && reads !== null && reads !== undefined && reads.every((one) => asks.has(one))
		})
	})
}

/** The public form of a register, made ready once; null where it has none. */
export function askedForm(compiled: CompiledRegister): AskedForm | null {
	const known = made.get(compiled)
	if (known !== undefined) return known
	const { public_form: form } = compiled.declaration
	const { register } = form ? compileDeclaration(cut(compiled, form)) : { register: null }
	const asked = form && register ? { form, compiled: register } : null
	made.set(compiled, asked)
	return asked
}

/** Who looks through what is sent: the roles of the groups that are declared for it. */
export const reviewersOf = ({ declaration }: Pick<CompiledRegister, 'declaration'>): string[] => {
	const keys = declaration.public_form?.reviewed_by ?? []
	const roles = declaration.groups.filter(({ key }) => keys.includes(key)).flatMap((group) => group.roles)
	return [...new Set(roles)].sort()
}

/** The audience of what is sent: those who look through it, and nobody else. */
export const audienceOfReviewers = (compiled: Pick<CompiledRegister, 'declaration'>): string[] => {
	const tokens = reviewersOf(compiled).map((role) => `role:${role}`)
	// Sent before the form was taken out of the declaration: whoever keeps registers sees it to its end.
	return tokens.length > 0 ? tokens : ['role:administrator']
}

/** Whether and between which days a form is open. */
export type Opened = { isOpen: boolean; opensOn: string | null; closesOn: string | null }

/** Where a form stands on a day. */
export function standingOf(
	{ isOpen, opensOn, closesOn }: Opened,
	today: string
): 'open' | 'closed' | 'not-yet' | 'over' {
	if (!isOpen) return 'closed'
	if (opensOn !== null && today < opensOn) return 'not-yet'
	return closesOn !== null && today > closesOn ? 'over' : 'open'
}
