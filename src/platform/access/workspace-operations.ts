import { sql } from 'kysely'
import { z } from 'zod'
import type { Origin } from '#platform/database/tables.ts'
import { Clearable, Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { findRecord, RecordReference, referencesOf, Translated } from '#platform/records/find-record.server.ts'
import { WHOLE } from '#platform/records/tally.server.ts'
import { keepsAccess } from './access-rules.ts'
import { resolveSeatActor } from './find-seats.server.ts'
import { changeWorkspaceSetting, lockWorkspaceSetting, workspaceSetting } from './workspace-settings.server.ts'

const Contact = z.object({
	office: z.string().nullable(),
	email: z.string().nullable(),
	telephone: z.string().nullable(),
	address: z.string().nullable()
})

export const getWorkspace = query({
	name: 'workspace.get',
	input: z.strictObject({}),
	output: z.object({
		key: z.string(),
		name: Translated,
		kind: z.enum(['country', 'region']),
		languages: z.array(z.string()),
		timeZone: z.string(),
		isDemonstration: z.boolean(),
		/** Whom the public may turn to. */
		contact: Contact,
		/** What stands above its papers: lines by language, and the file of the mark beside them. */
		letterhead: Translated,
		logo: z.string().nullable(),
		/** Records the seat may see, by kind, and of each by where they come from. */
		records: z.array(
			z.object({ kind: z.string(), records: z.int(), reference: z.int(), invented: z.int(), entered: z.int() })
		)
	}),
	about: nothing,
	allow: everyone,
	async run(here) {
		const rows = await here.tx
			.selectFrom('tally')
			.select(['kind', recordsOf().as('records')])
			.select([recordsOf('reference').as('reference'), recordsOf('invented').as('invented')])
			.select(recordsOf('entered').as('entered'))
			.where('workspace_id', '=', here.workspace.id)
			.where('part', '=', WHOLE)
			.where('state', '=', 'active')
			.groupBy('kind')
			// A kind of which nothing is left to be seen is told no more than one that never was.
			.having(recordsOf(), '>', 0)
			.orderBy('kind')
			.execute()
		const { key, kind, isDemonstration } = here.workspace
		const setting = await workspaceSetting(here)
		return {
			key,
			name: setting.name,
			kind,
			languages: setting.languages,
			timeZone: setting.time_zone,
			isDemonstration,
			contact: contactOf(setting),
			letterhead: setting.letterhead,
			logo: setting.logo_file_id,
			records: rows
		}
	}
})

const recordsOf = (origin?: Origin) =>
	sql<number>`coalesce(sum(records)${origin === undefined ? sql`` : sql` filter (where origin = ${origin})`}, 0)::integer`

type Setting = Awaited<ReturnType<typeof workspaceSetting>>

const contactOf = (setting: Setting) => ({
	office: setting.contact_office,
	email: setting.contact_email,
	telephone: setting.contact_telephone,
	address: setting.contact_address
})

/** Everything an administrator can change of a workspace, and what there is to choose from. */
export const getWorkspaceSettings = query({
	name: 'workspace.settings',
	input: z.strictObject({}),
	output: z.object({
		version: z.int(),
		name: Translated,
		languages: z.array(z.string()),
		timeZone: z.string(),
		numberPrefix: z.string(),
		secretariat: RecordReference.nullable(),
		framework: RecordReference.nullable(),
		letterhead: Translated,
		logo: z.string().nullable(),
		contact: Contact,
		closedKinds: z.array(z.string()),
		closedPages: z.array(z.string()),
		/** The kinds of record and the pages that can be closed to the public. */
		kinds: z.array(z.string()),
		pages: z.array(z.string())
	}),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here) {
		const setting = await workspaceSetting(here)
		const references = await referencesOf(here, [setting.secretariat_actor_id, setting.default_framework_id])
		const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
		return {
			version: setting.version,
			name: setting.name,
			languages: setting.languages,
			timeZone: setting.time_zone,
			numberPrefix: setting.number_prefix,
			secretariat: named(setting.secretariat_actor_id),
			framework: named(setting.default_framework_id),
			letterhead: setting.letterhead,
			logo: setting.logo_file_id,
			contact: contactOf(setting),
			closedKinds: setting.closed_kinds,
			closedPages: setting.closed_pages,
			kinds: here.registry.kinds.map((kind) => kind.name),
			pages: here.registry.publicPages.map((page) => page.name)
		}
	}
})

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const ByLanguage = (most: number) => z.record(Language, Text(most).or(z.literal('')))

function isTimeZone(zone: string) {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone })
		return true
	} catch {
		return false
	}
}

const TimeZone = z
	.string()
	.max(60)
	.refine(isTimeZone, { params: { code: 'time-zone' } })

export const changeWorkspace = command({
	name: 'workspace.change',
	input: z.strictObject({
		/** The version the settings were read in; 0 where nobody has changed any. */
		version: z.int().min(0).max(2_000_000_000),
		name: ByLanguage(200).optional(),
		languages: z.array(Language).min(1).max(12).optional(),
		/** Which of the languages comes first, and is needed in every name; without it the first of them. */
		firstLanguage: Language.optional(),
		timeZone: TimeZone.optional(),
		numberPrefix: z
			.string()
			.regex(/^[A-Z][A-Z0-9]{1,19}$/)
			.optional(),
		secretariat: Clearable(Reference),
		framework: Clearable(Reference),
		letterhead: ByLanguage(1_000).optional(),
		logo: Clearable(Identifier),
		contactOffice: Clearable(Text(200)),
		contactEmail: Clearable(z.email().max(200)),
		contactTelephone: Clearable(Text(60)),
		contactAddress: Clearable(Text(500)),
		closedKinds: z.array(z.string().max(60)).max(100).optional(),
		closedPages: z.array(z.string().max(60)).max(100).optional(),
		reason: Text(2_000).optional()
	}),
	output: z.object({ version: z.int() }),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, input) {
		await lockWorkspaceSetting(here)
		const before = await workspaceSetting(here)
		if (before.version !== input.version)
			throw conflict('platform.changed-meanwhile', { version: input.version, current: before.version })
		const languages = languagesOf(input, before.languages)
		const first = languages?.[0] ?? before.languages[0] ?? here.workspace.language
		const name = input.name && filled(input.name)
		if (!(name ?? before.name)[first])
			throw invalid([{ path: ['name'], code: 'platform.field.first-language', params: { language: first } }])
		if (first !== before.languages[0]) await refuseUnnamed(here, first)
		refuseUnknown(here, input)
		if (typeof input.logo === 'string' && input.logo !== before.logo_file_id) await takeLogo(here, input.logo)
		const secretariat = await resolveSeatActor(here, input.secretariat, 'secretariat')
		const framework = await resolveFramework(here, input.framework)
		await changeWorkspaceSetting(here, () => ({
			...(name ? { name } : {}),
			...(languages ? { languages } : {}),
			...(input.timeZone === undefined ? {} : { time_zone: input.timeZone }),
			...(input.numberPrefix === undefined ? {} : { number_prefix: input.numberPrefix }),
			...(secretariat === undefined ? {} : { secretariat_actor_id: secretariat }),
			...(framework === undefined ? {} : { default_framework_id: framework }),
			...(input.letterhead === undefined ? {} : { letterhead: filled(input.letterhead) }),
			...(input.logo === undefined ? {} : { logo_file_id: input.logo }),
			...(input.contactOffice === undefined ? {} : { contact_office: input.contactOffice }),
			...(input.contactEmail === undefined ? {} : { contact_email: input.contactEmail }),
			...(input.contactTelephone === undefined ? {} : { contact_telephone: input.contactTelephone }),
			...(input.contactAddress === undefined ? {} : { contact_address: input.contactAddress }),
			...(input.closedKinds === undefined ? {} : { closed_kinds: [...new Set(input.closedKinds)].sort() }),
			...(input.closedPages === undefined ? {} : { closed_pages: [...new Set(input.closedPages)].sort() })
		}))
		if (first !== before.languages[0]) await here.write.sortTitlesBy(first)
		return { version: (await workspaceSetting(here)).version }
	}
})

function languagesOf(
	{ languages, firstLanguage }: { languages?: string[] | undefined; firstLanguage?: string | undefined },
	before: readonly string[]
) {
	if (languages === undefined && firstLanguage === undefined) return undefined
	return [...new Set([...(firstLanguage === undefined ? [] : [firstLanguage]), ...(languages ?? before)])]
}

// A language whose field was left empty has no text: it is left out rather than kept empty.
const filled = (texts: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))

// Names are needed in the first language, and so lists are sorted by it: another can come first once it is in every name.
async function refuseUnnamed(here: Here, language: string) {
	const row = await here.tx
		.selectFrom('record')
		.select((select) => select.fn.countAll<number>().as('records'))
		.where('workspace_id', '=', here.workspace.id)
		.where(sql<boolean>`not (title ? ${language})`)
		.executeTakeFirstOrThrow()
	if (row.records > 0) throw conflict('access.names-missing', { language, records: row.records })
}

function refuseUnknown(
	here: Here,
	{ closedKinds = [], closedPages = [] }: { closedKinds?: string[] | undefined; closedPages?: string[] | undefined }
) {
	const kinds = here.registry.kinds.map((kind) => kind.name)
	const pages = here.registry.publicPages.map((page) => page.name)
	const issues = [
		...closedKinds.filter((one) => !kinds.includes(one)).map(() => ({ path: ['closedKinds'], allowed: kinds })),
		...closedPages.filter((one) => !pages.includes(one)).map(() => ({ path: ['closedPages'], allowed: pages }))
	].map(({ path, allowed }) => ({ path, code: 'platform.field.choice', params: { allowed: allowed.join(', ') } }))
	if (issues.length > 0) throw invalid(issues)
}

const IMAGES = ['image/png', 'image/jpeg', 'image/webp']

// The mark stands on papers that anybody may read, so that anybody may read its file.
async function takeLogo(here: Writing, id: string) {
	const file = await here.tx
		.selectFrom('file')
		.select(['id', 'media_type', 'record_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!file || file.record_id !== null)
		throw invalid([{ path: ['logo'], code: 'platform.field.no-such-record', params: { reference: id } }])
	if (!IMAGES.includes(file.media_type)) throw invalid([{ path: ['logo'], code: 'access.logo-no-picture' }])
	await here.write.change('file', id, { audience: ['public'] })
}

async function resolveFramework(here: Here, reference: string | null | undefined) {
	if (typeof reference !== 'string') return reference
	const record = await findRecord(here, 'framework', reference)
	if (!record) throw invalid([{ path: ['framework'], code: 'platform.field.no-such-record', params: { reference } }])
	return record.id
}
