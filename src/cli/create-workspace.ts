import { z } from 'zod'
import { frameworkTables } from '#modules/directory/reference.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import { bringShippedRegisters } from '#modules/registers/load-shipped.server.ts'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { asTables } from '#platform/exchange/import-sheets.server.ts'
import { Country, Text } from '#platform/operation/fields.ts'
import { run } from '#platform/operation/perform.server.ts'
import { conflict, invalid, type Issue } from '#platform/operation/refusal.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { loadReference, openingOf, REFERENCE_FOLDER } from './demonstration.ts'
import type { consoleWords } from './words-of-console.ts'

export type WorkspaceOptions = {
	name?: string | undefined
	country?: string | undefined
	languages?: string | undefined
	'time-zone'?: string | undefined
	kind?: string | undefined
	'with-frameworks'?: boolean | undefined
}

type Console = { words: ReturnType<typeof consoleWords>; print: (line: string) => void }

const isTimeZone = (zone: string) => {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone })
		return true
	} catch {
		return false
	}
}

const RULES = {
	KEY: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
	'--name': Text(200),
	'--kind': z.enum(['country', 'region']),
	'--languages': z
		.string()
		.transform((text) => text.split(',').map((one) => one.trim()))
		.pipe(
			z
				.array(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/))
				.min(1)
				.max(20)
		),
	'--time-zone': z.string().refine(isTimeZone)
}

// These are addresses of the installation itself.
const RESERVED = ['about', 'account', 'api', 'choices', 'health', 'metrics', 'offline', 'sign-in', 'sign-out']

/** What was typed, checked whole: each option that is wrong is named with what it takes. */
function readOptions(key: string, options: WorkspaceOptions) {
	const issues: Issue[] = []
	const wrong = (option: string, value: string | undefined) =>
		void issues.push({
			path: [option],
			...(value === undefined
				? { code: 'platform.field.missing' }
				: { code: `console.wrong-${option.replace('--', '').toLowerCase()}`, params: { value: value.slice(0, 60) } })
		})
	function read<T extends z.ZodType>(option: string, rule: T, value: string | undefined): z.output<T> | undefined {
		const parsed = rule.safeParse(value)
		if (parsed.success) return parsed.data
		wrong(option, value)
		return undefined
	}
	const kind = read('--kind', RULES['--kind'], options.kind ?? 'country')
	const read_ = {
		key: read('KEY', RULES.KEY, key),
		name: read('--name', RULES['--name'], options.name),
		languages: read('--languages', RULES['--languages'], options.languages),
		timeZone: read('--time-zone', RULES['--time-zone'], options['time-zone']),
		country: kind === 'region' ? null : read('--country', Country, options.country)
	}
	if (read_.key !== undefined && RESERVED.includes(read_.key)) wrong('KEY', key)
	const { name, languages, timeZone, country } = read_
	if (issues.length > 0 || !read_.key || !kind || !name || !languages || !timeZone || country === undefined)
		throw invalid(issues)
	return { key: read_.key, name, kind, languages: [...new Set(languages)], timeZone, country }
}

/**
 * Makes a workspace with nothing in it but the registers that are shipped, or with the shipped frameworks, their areas and who issued them; never with anything
 * invented. Says what to do next.
 */
export async function createWorkspace(
	opened: Opened,
	{ key, options }: { key: string; options: WorkspaceOptions },
	{ words, print }: Console
): Promise<void> {
	const { name, languages, ...given } = readOptions(key, options)
	const [language = 'en'] = languages
	if (await findWorkspace(opened.database, key)) throw conflict('console.workspace-there', { workspace: key })
	// The shipped lists are in English: in another language they would be names that nobody gave them.
	if (options['with-frameworks'] && language !== 'en')
		throw invalid([{ path: ['--with-frameworks'], code: 'console.frameworks-in-english', params: { language } }])
	const planned = { ...given, name: { [language]: name }, languages, demonstrationVersion: null }
	const workspace = planWorkspace(planned)
	const now = new Date()
	let records = 0
	if (options['with-frameworks']) {
		const { facts, maps } = await readReference(REFERENCE_FOLDER)
		const loading = loadReference(asTables(frameworkTables(facts, maps)), [])
		records = (await run(openingOf(opened, workspace, now), loading, {})).records
	} else await run(openingOf(opened, workspace, now), bringShippedRegisters(REFERENCE_FOLDER), {})
	// Stored last: until it is whole, nobody can open it.
	await storeWorkspace(opened.database, workspace, planned, now)
	print(words.t('console.workspace.made', { workspace: key, name, rows: records }))
	print(words.t('console.workspace.next', { workspace: key }))
}
