import { readCapture } from '#modules/registers/capture/capture-queries.ts'
import { newEntryFor } from '#modules/registers/entry/said/new-entry.ts'
import { listChangesSince } from '#platform/records/record-history.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { FormFailure } from '#ui/types.ts'
import { REDRAWN } from '#ui/form.ts'
import { doer } from '#modules/directory/page-links.ts'
import { askedToChange } from '../../../changing.server.ts'
import { entryForm, type Asked } from '../../../entry-form.server.ts'
import { askingOf, crumbsOf, entryFor, registerFor } from '../../../entry-page.server.ts'
import { refusalSentence } from '../../../../../face.server.ts'
import { todayOf } from '../../../../record-page.server.ts'

type Locals = App.Locals
type Params = { workspace: string; register: string; capture: string }
type Captured = Awaited<ReturnType<typeof captureOf>>

const captureOf = (locals: Locals, id: string) => locals.ask(readCapture, { capture: id })

/** What was filled in, as a form that came back holds it: one text of an input, or several. */
function valuesOf({ fields }: Captured): Record<string, string | string[]> {
	const values: Record<string, string | string[]> = {}
	for (const [name, texts] of Map.groupBy(fields, ([one]) => one)) {
		const all = texts.map(([, text]) => text)
		values[name] = all.length === 1 ? (all[0] ?? '') : all
	}
	return values
}

/** What the field is called whose input a fault names. */
function fieldNames({ fields, tables }: Asked['declaration'], input: string): Readonly<Record<string, string>> | null {
	const [part = '', key = '', , inner] = input.split(':')
	const table = part === 'tables' ? tables.find((one) => one.key === key) : undefined
	if (part !== 'values' && !table) return null
	return (
		(table ? (table.fields.find((one) => one.key === inner) ?? table) : fields.find((one) => one.key === key))?.names ??
		null
	)
}

/** The entry that was taken along, where the seat still sees it and may change it. */
async function entryToCorrect(locals: Locals, params: Params, captured: Captured) {
	if (captured.entry === null) return null
	const found = await entryFor({ locals, params: { ...params, reference: captured.entry } })
	return found.entry.may.change ? found : null
}

/** What others did to it since it was taken along, as its form tells it beside both versions. */
async function meanwhileOf(locals: Locals, id: string, version: number): Promise<FormFailure['meanwhile']> {
	try {
		const { items } = await locals.attempt(listChangesSince, { record: id, version })
		return items.map((item) => ({
			at: item.at.toISOString(),
			by: item.isUnseen
				? locals.words.t('page.history.unseen-by')
				: item.by.seat === null
					? locals.words.t('page.history.nobody')
					: doer(locals.words, item.by),
			what: item.isUnseen
				? locals.words.t('page.history.unseen-change')
				: locals.words.t(`operation.${item.operation}`),
			fields: []
		}))
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return []
	}
}

/**
 * What a person decides about: the form as it was filled in, in the present form of the register; where an entry was to be corrected, beside
 * the entry as it stands, field by field.
 */
export async function toDecide(locals: Locals, params: Params) {
	const captured = await captureOf(locals, params.capture)
	const about = await registerFor(locals, params)
	const { compiled, register } = about
	const correcting = captured.state === 'conflict' ? await entryToCorrect(locals, params, captured) : null
	const fresh = newEntryFor(compiled, askingOf(locals), todayOf(locals))
	const asked: Asked & { begun?: Asked['values'] } = correcting
		? askedToChange(correcting, { url: new URL('capture:'), seat: askingOf(locals) })
		: {
				declaration: compiled.declaration,
				areas: register.areas,
				asks: fresh.asks,
				values: {},
				begun: fresh.begun,
				own: fresh.own,
				tables: {},
				names: {}
			}
	const isOpen = captured.state === 'conflict' && (correcting !== null || register.may.add)
	const values = valuesOf(captured)
	const { words } = locals
	const failure: FormFailure = correcting
		? {
				action: 'decide',
				kind: 'conflict',
				code: 'platform.changed-meanwhile',
				values: { ...values, version: String(captured.entryVersion ?? '') },
				formed: { base: captured.base ?? {} },
				issues: [],
				meanwhile: await meanwhileOf(locals, correcting.entry.id, captured.entryVersion ?? 0)
			}
		: { action: 'decide', kind: REDRAWN, values, formed: null, issues: [] }
	return {
		asked,
		shown: {
			crumbs: crumbsOf(locals, params, about),
			home: about.home,
			captured: {
				day: words.day(captured.capturedDay),
				at: words.instant(captured.capturedAt),
				received: words.instant(captured.receivedAt),
				device: captured.device,
				office: captured.office,
				state: captured.state,
				reason: captured.reason,
				clockOff: captured.clockOff === null ? null : Math.round(Math.abs(captured.clockOff) / 60),
				formVersion: captured.formVersion,
				present: captured.registerVersion,
				entry: captured.entry
			},
			left: captured.left.map(({ label, row, text, names, why }) => ({
				label: words.name(label),
				row,
				text: names ? words.name(names) : text,
				why
			})),
			faults: captured.faults.map(({ name, code, params: named }) => {
				const fault = refusalSentence(words, { code, params: named })
				const names = fieldNames(compiled.declaration, name)
				return names ? words.t('captures.decide.fault', { field: words.name(names), fault }) : fault
			}),
			files: captured.files,
			alike: captured.alike.map(({ reference, title }) => ({ reference, name: words.name(title) })),
			form: isOpen ? await entryForm(locals, asked) : null,
			version: correcting?.entry.version ?? null,
			failure
		}
	}
}
