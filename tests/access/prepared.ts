import { z } from 'zod'
import { registry } from '#areas'
import { makeSecret } from '#platform/access/find-seat.server.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type Acting, type SeatKey, type TestWorkspace } from '../fixtures/workspace.ts'

const Done = z.looseObject({ id: z.string() })
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
	received(): ReturnType<typeof receiveFile>
	/** Words that stand in the titles of what only its keepers or members see, and identifiers of it. */
	hidden: { words: readonly string[]; ids: readonly string[] }
}

/** Runs an operation of the registry by its name and gives the identifier it answers with. */
export async function perform(acting: Acting, name: string, input: unknown): Promise<string> {
	return Done.parse(await acting.runRaw(commandOf(name), input)).id
}

/** The command of a name; a test that names one that is gone says so. */
export function commandOf(name: string): Command {
	const operation = registry.operation(name)
	if (operation?.type !== 'command') throw new Error(`there is no command ${name}`)
	return operation
}

/** The answer of a query of the registry, by its name. */
export async function answer(acting: Acting, name: string, input: unknown): Promise<unknown> {
	const operation = registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`there is no query ${name}`)
	return acting.askRaw(operation, input)
}

/** A small text file that came in, under the name given. */
export const receive = ({ dataFolder }: TestWorkspace, name: string, text = 'key,name,kind\nnew-actor,New Actor,ministry\n') =>
	receiveFile(
		(async function* () {
			yield Buffer.from(text)
		})(),
		{ filesFolder: `${dataFolder}/files`, name }
	)

/** Uploads a small file as a seat and gives its identifier. */
export async function upload(from: TestWorkspace, acting: Acting, name = 'actor.csv', text?: string): Promise<string> {
	return perform(acting, 'file.upload', { name, received: await receive(from, name, text) })
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
	put(`comment ${structure}`, await perform(member, 'comment.add', { record: structure, text: `Whispered ${structure}` }))
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
	await run('actor.succeed', { actor: 'former', version: true, kind: 'rename', day: DAY, legalBasis: 'Act 1', name: 'Latter Ministry' })
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
	const hidden = [...records.values()].filter((record) => !record.audience.some((one) => one === 'public' || one === 'workspace'))

	return {
		...made,
		id,
		version: (name) => records.get(id(name))?.version ?? 0,
		sequence: (name) => records.get(id(name))?.sequence ?? 0,
		fileOf: (seat) => files.get(seat) ?? NOWHERE,
		received: () => receive(made, `${makeSecret()}.txt`),
		hidden: {
			words: ['Shadow', 'shadow', 'Closed Working Group', CLOSED, 'closed link'],
			ids: [...hidden.map((record) => record.id), ...[...ids].flatMap(([name, one]) => (OF_HIDDEN.test(name) ? [one] : []))]
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
		const done = await perform(administrator, operation, input['version'] === true ? { ...input, version: current?.version } : input)
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

type Stored = { id: string; kind: string; key: string | null; audience: string[]; state: string; version: number; sequence: number }

/** Every record of a test workspace as the database's owner sees it, with the number of its first event. */
export function recordsOf({ database, workspace }: TestWorkspace): Promise<Stored[]> {
	return database.owner
		.selectFrom('record')
		.innerJoin('event', (on) =>
			on.onRef('event.workspace_id', '=', 'record.workspace_id').onRef('event.record_id', '=', 'record.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.audience', 'record.state', 'record.version'])
		.select((select) => select.fn.min<number>('event.sequence').as('sequence'))
		.where('record.workspace_id', '=', workspace.id)
		.groupBy(['record.workspace_id', 'record.id'])
		.execute()
}
