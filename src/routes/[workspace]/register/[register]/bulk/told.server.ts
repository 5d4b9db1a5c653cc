import { nameOf } from '#modules/directory/page-links.ts'
import type { Declaration } from '#modules/registers/declaration/declaration.ts'
import { readEntryForm } from '#modules/registers/entry/said/read-form.ts'
import { sayState, sayValue } from '#modules/registers/entry/said/say-value.ts'
import type { Value } from '#modules/registers/entry/values.ts'
import type { previewEntries } from '#modules/registers/listing/bulk-preview.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import { refusalSentence } from '../../../../face.server.ts'
import { choicesFor } from '../../entry-choices.server.ts'
import { registerPage } from '../list.server.ts'

type Locals = App.Locals
type ResultOf<C> = C extends Command<never, infer Result> ? Result : never

/** The values of the fields that were chosen, as they were typed: one that was left empty is emptied. */
export async function valuesSent(
	locals: Locals,
	{ declaration, asks, form }: { declaration: Declaration; asks: readonly string[]; form: FormData }
): Promise<Record<string, unknown>> {
	const fields = declaration.fields.filter(({ key }) => asks.includes(key))
	const choices = await choicesFor(locals, declaration, fields)
	const { given } = readEntryForm(form, { declaration, asks, choices, base: null })
	return Object.fromEntries(fields.map(({ key }) => [key, given.values[key] ?? null]))
}

type Telling = { workspace: string; register: string; found: ResultOf<typeof previewEntries>; form: FormData }

/** A preview as people read it: what is changed in each entry, and which are left and why. */
export async function sayPlanned(locals: Locals, { workspace, register: key, found, form }: Telling) {
	const { words } = locals
	const { register, compiled, home } = await registerPage({ locals, params: { workspace, register: key } })
	const names = {
		records: new Map(found.names.map((one) => [one.id, one])),
		seats: new Map(found.seats.map((seat) => [seat.id, seat])),
		areas: register.areas
	}
	const said = (field: string, value: Value | null) => {
		const declared = compiled.fields.get(field)?.field
		return !declared || value === null
			? words.t('registers.bulk.empty')
			: sayValue(words, declared, compiled, value, names).text
	}
	const labelled = (field: string) => {
		const names = compiled.fields.get(field)?.field.names ?? compiled.tables.get(field)?.table.names
		return names ? words.name(names) : field
	}
	// Commands name fields and moves by their keys; people know them by what they are called.
	const named = (params: Readonly<Record<string, string | number>>) => {
		const { field, fields, move } = params
		const moved = compiled.declaration.moves.find(({ key: one }) => one === move)?.names
		return {
			...params,
			...(typeof field === 'string' ? { field: labelled(field) } : {}),
			...(typeof fields === 'string' ? { fields: words.list(fields.split(', ').map(labelled)) } : {}),
			...(moved ? { move: words.name(moved) } : {})
		}
	}
	const isPublic = (state: string) =>
		compiled.declaration.states.some(({ key, public: shown }) => key === state && shown)
	const published = found.planned.filter(({ from, to }) => !isPublic(from) && isPublic(to)).length
	const taken = found.planned.filter(({ from, to }) => isPublic(from) && !isPublic(to)).length
	return {
		/** Whether strangers see some of them from then on, or no longer. */
		publicity: [
			...(published > 0 ? [words.t('registers.bulk.public', { count: published })] : []),
			...(taken > 0 ? [words.t('registers.bulk.not-public', { count: taken })] : [])
		],
		planned: found.planned.map(({ reference, version, title, from, to, changes }) => ({
			href: `${home}/${reference}`,
			picked: `${reference}@${String(version)}`,
			reference,
			name: words.name(title),
			changes: [
				...(from === to
					? []
					: [
							{
								field: words.t('registers.list.state'),
								before: sayState(words, compiled.declaration, from),
								after: sayState(words, compiled.declaration, to)
							}
						]),
				...changes.map(({ field, before, after }) => ({
					field: labelled(field),
					before: said(field, before),
					after: said(field, after)
				}))
			]
		})),
		refused: found.refused.map(({ entry, path, ...refusal }) => {
			const field = path[0] === 'values' && typeof path[1] === 'string' ? labelled(path[1]) : ''
			const sentence = refusalSentence(words, { code: refusal.code, params: named(refusal.params) })
			return {
				reference: entry,
				href: `${home}/${entry}`,
				why: field === '' ? sentence : `${field}${words.t('ui.colon')}${sentence}`
			}
		}),
		reach: found.told === 0 ? null : words.t('registers.bulk.reach', { count: found.told }),
		cannotReach:
			found.cannotReach.length === 0
				? null
				: words.t('registers.bulk.cannot-reach', {
						actors: words.list(found.cannotReach.map((actor) => nameOf(words, actor)))
					}),
		// What was typed goes on to the form that does it, just as it was.
		typed: [...form].flatMap(([name, value]) =>
			typeof value === 'string' && (name.startsWith('values:') || name === 'reason') ? [[name, value] as const] : []
		)
	}
}
