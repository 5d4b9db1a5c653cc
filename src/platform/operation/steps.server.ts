import { z } from 'zod'
import type { Writing } from './operation.server.ts'
import { conflict, forbidden, invalid, type Issue } from './refusal.ts'
import { refuseUnsound } from './unsound-input.server.ts'

const Versioned = z.object({ id: z.string(), version: z.int() })
const Expecting = z.object({ version: z.int() })
const Coded = z.object({ code: z.string() })

/** The input as the schema gives it, or a refusal that names each place and rule. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
	refuseUnsound(raw)
	const parsed = schema.safeParse(raw, { reportInput: true })
	if (parsed.success) return parsed.data
	throw invalid(parsed.error.issues.slice(0, 100).flatMap((issue) => wordIssue(issue, [])))
}

function wordIssue(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
	const path = [...above, ...issue.path].map((part) => (typeof part === 'number' ? part : String(part)))
	const one = (code: string, params: Issue['params'] = {}): Issue[] => [
		{ path, code: `platform.field.${code}`, params }
	]
	switch (issue.code) {
		case 'invalid_type':
			return issue.input === undefined ? one('missing') : one('type', { expected: issue.expected })
		case 'too_big':
			return one(issue.origin === 'string' ? 'too-long' : 'too-large', { most: Number(issue.maximum) })
		case 'too_small':
			if (issue.origin === 'string' && Number(issue.minimum) === 1) return one('missing')
			return one(issue.origin === 'string' ? 'too-short' : 'too-small', { least: Number(issue.minimum) })
		case 'invalid_value':
			return issue.input === undefined
				? one('missing')
				: one('choice', { allowed: issue.values.map(String).join(', ').slice(0, 600) })
		case 'unrecognized_keys':
			return issue.keys
				.slice(0, 20)
				.map((key) => ({ path: [...path, key.slice(0, 60)], code: 'platform.field.unknown' }))
		case 'invalid_format':
			return one('format', { format: String(issue.format) })
		case 'invalid_union':
			return issue.errors[0]?.[0] ? wordIssue(issue.errors[0][0], path) : one('format', { format: 'union' })
		case 'custom': {
			const coded = Coded.safeParse(issue.params)
			return one(coded.success ? coded.data.code : 'format', { format: 'custom' })
		}
		default:
			return one('format', { format: issue.code })
	}
}

/** Forbids, naming the rule of the operation: its sentence stands under `allow.<operation>`. */
export function refuseUnlessAllowed(isAllowed: boolean, operation: string) {
	if (!isAllowed) throw forbidden('platform.not-allowed', { operation })
}

/**
 * Where a change carries the version it was made from, locks the record and refuses when somebody changed it meanwhile.
 * The lock comes before the work, so that of two changes made from one version exactly one is done.
 */
export async function refuseStaleVersion(here: Writing, input: unknown, thing: unknown) {
	const expecting = Expecting.safeParse(input)
	const versioned = Versioned.safeParse(thing)
	if (!expecting.success || !versioned.success) return
	const current = await here.write.lockRecord(versioned.data.id)
	if (current !== expecting.data.version)
		throw conflict('platform.changed-meanwhile', {
			version: expecting.data.version,
			current,
			record: versioned.data.id
		})
}
