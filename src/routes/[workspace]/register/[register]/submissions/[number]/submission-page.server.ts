import { readSubmission } from '#modules/registers/submission/office-queries.ts'
import { sayValue, type SayingNames } from '#modules/registers/entry/said/say-value.ts'
import type { Value, Values } from '#modules/registers/entry/values.ts'
import type { CompiledRegister } from '#modules/registers/declaration/compile-declaration.ts'
import { registerFor } from '../../../entry-page.server.ts'

type Params = { workspace: string; register: string; number: string }
type Submission = Awaited<ReturnType<typeof readSubmission.perform>>

/** A submission with its register, as its page and its forms need them. */
export async function submissionFor(locals: App.Locals, params: Params) {
	const [about, submission] = await Promise.all([
		registerFor(locals, params),
		locals.ask(readSubmission, { register: params.register, submission: params.number })
	])
	const queue = `${about.home}/submissions`
	return { ...about, submission, queue, page: `${queue}/${submission.number}` }
}

/** The names of the files that were sent, for whatever shows what stands in their fields. */
export const filesOf = ({ sentFiles }: Submission): NonNullable<SayingNames['files']> =>
	new Map(sentFiles.map(({ id, name }) => [id, { name }]))

/** What a value says, as one text; the page of a file is a link of its own. */
const said = (
	locals: App.Locals,
	compiled: CompiledRegister,
	key: string,
	value: Value | undefined,
	names: SayingNames
) => {
	const field = compiled.fields.get(key)?.field
	return field === undefined || value === undefined ? '' : sayValue(locals.words, field, compiled, value, names).text
}

/** One thing that was sent, or that is there already, beside others. */
export type Compared = { title: string; href: string | null; note: string; values: Values }

/** What several hold, field by field, side by side: only fields in which one of them holds something. */
export function sideBySide(
	locals: App.Locals,
	compiled: CompiledRegister,
	all: readonly Compared[],
	names: SayingNames
) {
	const asks = compiled.declaration.public_form?.asks ?? []
	const keys = asks.filter((key) => all.some(({ values }) => values[key] !== undefined))
	return keys.map((key) => {
		const texts = all.map(({ values }) => said(locals, compiled, key, values[key], names))
		return {
			key,
			label: locals.words.name(compiled.fields.get(key)?.field.names),
			cells: texts.map((text, index) => ({ text, isSame: index > 0 && text !== '' && text === texts[0] }))
		}
	})
}
