import type { Here } from '#platform/operation/operation.server.ts'
import { invalid, type Issue } from '#platform/operation/refusal.ts'
import type { Value, Values } from '../entry/values.ts'
import { settle } from '../entry/keep-entry.server.ts'
import { readGiven } from '../entry/resolve.server.ts'
import { faultsOf } from '../entry/work-out.ts'
import type { AskedForm } from './asked-form.ts'

/**
 * What a stranger sent, read as the register reads it: by the same types, conditions and checks, as far as the form asks. All
 * faults are told at once. Files are named by their fields; `files` says which of them came.
 */
export async function readSent(
	here: Here,
	{ compiled }: AskedForm,
	{
		values,
		files,
		language
	}: { values: Readonly<Record<string, unknown>>; files: ReadonlyMap<string, string>; language: string }
): Promise<Values> {
	const issues: Issue[] = []
	const reading = Object.entries(values).flatMap(([key, raw]) => {
		const path = ['values', key]
		const field = compiled.fields.get(key)?.field
		// What is asked of nobody is told by the same words as what is not there.
		if (!field || field.type === 'file') {
			issues.push({ path, code: 'platform.field.unknown' })
			return []
		}
		return [{ field, raw, path, before: undefined }]
	})
	for (const key of files.keys())
		if (compiled.fields.get(key)?.field.type !== 'file')
			issues.push({ path: ['values', key], code: 'platform.field.unknown' })
	const read = await readGiven(here, compiled.declaration, reading)
	issues.push(...read.issues)
	const given: Record<string, Value> = Object.fromEntries(files)
	for (const [index, { field }] of reading.entries()) {
		const value = read.values[index]
		if (value !== null && value !== undefined) given[field.key] = value
	}
	const settled = settle(compiled, { fields: given, tables: {} }, here.today)
	const unread = new Set(issues.map(({ path }) => path[1]))
	const state = compiled.declaration.states[0]?.key ?? ''
	for (const fault of faultsOf(compiled, settled, { today: here.today, mayFill: () => true, state })) {
		// What could not be read is told once.
		if (unread.has(fault.field)) continue
		issues.push(
			fault.code === 'missing'
				? { path: ['values', fault.field], code: 'platform.field.missing' }
				: fault.code === 'check'
					? {
							path: ['values', fault.field],
							code: 'registers.check',
							params: { message: messageOf(here, compiled, { check: fault.check, language }) }
						}
					: { path: ['values', fault.field], code: 'platform.field.missing' }
		)
	}
	if (issues.length > 0) throw invalid(issues.slice(0, 100))
	return settled.fields
}

// In the language in which the form was read, which strangers choose, and not in that of the office.
function messageOf(
	{ workspace }: Here,
	{ declaration }: AskedForm['compiled'],
	{ check, language }: { check: string; language: string }
): string {
	const message = declaration.checks.find(({ key }) => key === check)?.message ?? {}
	return message[language] ?? message[workspace.language] ?? message['en'] ?? check
}
