import { z } from 'zod'
import { makeSecret } from '#platform/access/find-seat.server.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type SeatKey, type TestWorkspace } from '../fixtures/workspace.ts'
import { answer, perform, receive, recordsOf, upload } from './by-name.ts'

const Reason = 'as the test says'

/** A workspace in which every operation has something to act on: once in sight of all, once in sight of few. */
export type Prepared = TestWorkspace & {
	/** The identifier of what was prepared under a name. */
	id(name: string): string
	/** The present version of a prepared record. */
	version(name: string): number
	/** The number of the event that created the record. */
	sequence(name: string): number
	/** A file of the seat that is attached to nothing; for seats that bring none, an identifier of no file. */
	fileOf(seat: SeatKey): string
	/** A fresh upload, as it waits outside the store. */
	received(): ReturnType<typeof receive>
	/** Words that stand in the titles of what only its keepers or members see, and identifiers of it. */
	hidden: { words: readonly string[]; ids: readonly string[] }
}

const OPEN = 'committee'
const CLOSED = 'closed-group'
const DAY = '2026-01-15'
const OF_HIDDEN = / closed-group$|^closed |^lead shadow/

// Everything that hangs on a structure, on one that all see and on one that only its members see.
async function fillStructure(made: TestWorkspace, put: (name: string, id: string) => void, structure: string) {
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	const keep = async (name: string, operation: string, input: object) =>
		put(`${name} ${structure}`, await perform(administrator, operation, input))
	const { items } = z
		.object({ items: z.array(z.object({ id: z.string(), actor: z.object({ reference: z.string() }) })) })
		.parse(await answer(administrator, 'membership.list', { filter: { structure } }))
	for (const item of items) put(`membership ${item.actor.reference} ${structure}`, item.id)
	const membership = items.find((item) => item.actor.reference === 'labour')?.id
	await keep('nomination', 'nomination.add', {
		membership,
		capacity: 'principal',
		office: `Deputy Director of ${structure}`,
		email: `desk@${structure}.test`,
		from: DAY
	})
	await keep('mandate', 'mandate.add', { structure, text: `Coordinates ${structure}` })
	await keep('document', 'document.attach', {
		record: structure,
		kind: 'structure',
		file: await upload(made, administrator, 'minutes.txt', `minutes of ${structure}`),
		title: `Minutes of ${structure}`
	})
	const documents = z
		.object({ items: z.array(z.object({ file: z.object({ id: z.string() }) })) })
		.parse(await answer(administrator, 'document.list', { record: structure }))
	put(`file ${structure}`, documents.items[0]?.file.id ?? '')
	put(
		`comment ${structure}`,
		await perform(member, 'comment.add', { record: structure, text: `Whispered ${structure}` })
	)
}

/** Makes such a workspace; what is hidden is hidden from the public, the observer and whoever sits in no closed group. */
export async function prepare(): Promise<Prepared> {
	const made = await aWorkspace()
	const ids = new Map<string, string>()
	const put = (name: string, id: string) => void ids.set(name, id)
	const administrator = await made.as('administrator')
	const keep = async (name: string, operation: string, input: object) =>
		put(name, await perform(administrator, operation, input))
	const actor = (name: string, title: string, more = {}) =>
		keep(name, 'actor.create', { key: name, name: title, kind: 'ministry', ...more })
	const structure = (name: string, title: string, more = {}) =>
		keep(name, 'structure.create', {
			key: name,
			name: title,
			level: 'technical',
			kind: 'task-team',
			status: 'active',
			...more
		})
	for (const record of await recordsOf(made)) put(record.key ?? record.id, record.id)

	await actor('shadow-office', 'Shadow Office', { audience: 'secretariat' })
	await actor('twin-one', 'Twin One')
	await actor('twin-two', 'Twin Two')
	await actor('shadow-twin', 'Shadow Twin', { audience: 'secretariat' })
	await actor('shadow-plain', 'Shadow Plain Office', { audience: 'secretariat' })
	await actor('former', 'Former Ministry')
	await structure('withdrawn-body', 'Withdrawn Body')
	await structure('shadow-withdrawn', 'Shadow Withdrawn Body', { audience: 'secretariat' })
	await keep('shadow-framework', 'framework.create', {
		key: 'shadow-framework',
		name: 'Shadow Framework',
		kind: 'priority areas',
		audience: 'secretariat'
	})
	await keep('shadow-area', 'theme.create', { framework: 'shadow-framework', key: 'shadow-area', name: 'Shadow Area' })
	for (const name of [OPEN, CLOSED]) await fillStructure(made, put, name)
	await keep('other membership', 'membership.add', {
		structure: 'withdrawn-body',
		actor: 'health',
		kind: 'invited',
		from: DAY,
		reason: Reason
	})

	// The hidden hangs on the open by every kind of thread there is.
	await linked('open link', { from: OPEN, fromKind: 'structure', to: 'labour', toKind: 'actor' })
	await linked('closed link', { from: OPEN, fromKind: 'structure', to: CLOSED, toKind: 'structure' })
	await run('structure.setAreas', { structure: CLOSED, version: true, areas: ['labour-migration', 'shadow-area'] })
	await run('theme.assignLead', { area: 'labour-migration', actor: 'labour', from: DAY, reason: Reason })
	await run('theme.assignLead', { area: 'shadow-area', actor: 'labour', from: DAY, reason: Reason })
	await run('theme.assignLead', { area: 'border-management', actor: 'shadow-office', from: DAY, reason: Reason })
	await run('membership.add', { structure: OPEN, actor: 'shadow-office', kind: 'member', from: DAY, reason: Reason })
	await run('mandate.add', { structure: OPEN, text: 'Watches all', function: 'shadow-area', area: 'shadow-area' })
	await run('structure.change', { structure: OPEN, version: true, secretariatActor: 'shadow-office' })
	await run('structure.create', {
		key: 'task-team',
		name: 'Task Team',
		level: 'technical',
		kind: 'task-team',
		parent: CLOSED,
		secretariat: CLOSED,
		chair: 'shadow-office',
		areas: ['labour-migration']
	})

	// States that some operations start from.
	await run('actor.succeed', {
		actor: 'former',
		version: true,
		kind: 'rename',
		day: DAY,
		legalBasis: 'Act 1',
		name: 'Latter Ministry'
	})
	await run('record.withdraw', { record: 'withdrawn-body', kind: 'structure', version: true, reason: Reason })
	await run('record.withdraw', { record: 'shadow-withdrawn', kind: 'structure', version: true, reason: Reason })
	for (const name of ['police', 'statistics', 'shadow-office', 'shadow-twin'])
		await run('actor.setEnforcement', { actor: name, version: true, reason: Reason })
	for (const name of ['police', 'shadow-twin'])
		await run('actor.askEnforcementRemoval', { actor: name, version: true, reason: Reason })
	await keep('token', 'token.create', { seat: 'member', name: 'for the test' })
	await leadsOf('labour-migration')
	await leadsOf('shadow-area')
	const files = new Map<SeatKey, string>()
	for (const key of SEAT_KEYS)
		files.set(key, key === 'public' || key === 'observer' ? NOWHERE : await upload(made, await made.as(key)))
	const records = new Map((await recordsOf(made)).map((record) => [record.id, record]))
	const hidden = [...records.values()].filter(
		(record) => !record.audience.some((one) => one === 'public' || one === 'workspace')
	)

	return {
		...made,
		id,
		version: (name) => records.get(id(name))?.version ?? 0,
		sequence: (name) => records.get(id(name))?.sequence ?? 0,
		fileOf: (seat) => files.get(seat) ?? NOWHERE,
		received: () => receive(made, `${makeSecret()}.txt`),
		hidden: {
			words: ['Shadow', 'shadow', 'Closed Working Group', CLOSED, 'closed link'],
			ids: [
				...hidden.map((record) => record.id),
				...[...ids].flatMap(([name, one]) => (OF_HIDDEN.test(name) ? [one] : []))
			]
		}
	}

	function id(name: string) {
		const found = ids.get(name)
		if (found === undefined) throw new Error(`nothing was prepared under the name ${name}`)
		return found
	}

	// `version: true` stands for the version the record has at that moment.
	async function run(operation: string, input: Record<string, unknown>) {
		const about = input['actor'] ?? input['structure'] ?? input['record']
		const current = (await recordsOf(made)).find((record) => record.key === about)
		const done = await perform(
			administrator,
			operation,
			input['version'] === true ? { ...input, version: current?.version } : input
		)
		if (typeof input['key'] === 'string') put(input['key'], done)
		return done
	}

	async function linked(name: string, ends: object) {
		put(name, await perform(administrator, 'record.link', { ...ends, type: 'related-to', argument: `${name} argued` }))
	}

	async function leadsOf(area: string) {
		const rows = await made.database.owner
			.selectFrom('area_lead')
			.select('id')
			.where('workspace_id', '=', made.workspace.id)
			.where('area_id', '=', id(area))
			.execute()
		put(`lead ${area}`, rows[0]?.id ?? '')
	}
}

/** An identifier that nothing has. */
export const NOWHERE = '01900000-0000-7000-8000-00000000dead'
export { DAY, Reason, TODAY }
