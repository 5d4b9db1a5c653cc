import { createHash } from 'node:crypto'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, getRecord, type RecordHead } from '#platform/records/find-record.server.ts'
import type { RecordState } from '#platform/records/schema.ts'
import type { CompiledRegister } from './declaration/compile-declaration.ts'
import { readTaken } from './declaration/read-declaration.ts'
import { rememberReady } from './entry/said/ready-register.ts'

/** A register of the workspace, made ready. */
export type Register = RecordHead & { compiled: CompiledRegister }

/** The digest of a declaration's text. */
export const digestOf = (declaration: string) => createHash('sha256').update(declaration).digest('hex')

// What is made ready depends on the text alone, so that workspaces with the same declaration share it. A hundred of the largest
// take some 50 MB, and those that are shipped a tenth of that each.
const READY_MOST = 250
const ready = new Map<string, CompiledRegister>()

function keepReady(digest: string, compiled: CompiledRegister) {
	// The one used longest ago makes room.
	ready.delete(digest)
	ready.set(digest, compiled)
	const [oldest] = ready.keys()
	if (ready.size > READY_MOST && oldest !== undefined) ready.delete(oldest)
	return rememberReady(compiled)
}

async function compiledOf(here: Here, id: string, digest: string): Promise<CompiledRegister> {
	const known = ready.get(digest)
	if (known) return keepReady(digest, known)
	const { declaration } = await here.tx
		.selectFrom('register')
		.select('declaration')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return madeReady(digest, declaration)
}

/** True where a declaration of this digest was made ready and is kept. */
export const isReady = (digest: string): boolean => ready.has(digest)

/** A declaration that was taken once, made ready, and kept so. */
export function madeReady(digest: string, declaration: string): CompiledRegister {
	const known = ready.get(digest)
	if (known) return keepReady(digest, known)
	const read = readTaken(declaration)
	if (!('register' in read))
		throw new Error(`a declaration that was taken can no longer be made ready: ${JSON.stringify(read.faults)}`)
	return keepReady(digest, read.register)
}

/** A register by key or identifier; absent when there is none the seat may see. */
export async function getRegister(here: Here, reference: string): Promise<Register> {
	const record = await getRecord(here, 'register', reference)
	return { ...record, compiled: await registerOf(here, record.id) }
}

/** The declaration of the register that an entry the seat sees stands in, made ready. */
export function registerOf(here: Here, id: string): Promise<CompiledRegister> {
	if (!here.isOneMoment) return readRegister(here, id)
	const found = foundIn.get(here.tx) ?? new Map<string, Promise<CompiledRegister>>()
	foundIn.set(here.tx, found)
	const known = found.get(id) ?? readRegister(here, id)
	found.set(id, known)
	return known
}

// The parts of a page each ask for the register they tell of; within one moment the first answer holds for all.
const foundIn = new WeakMap<Here['tx'], Map<string, Promise<CompiledRegister>>>()

/** The declarations of the registers that entries the seat sees stand in: what was read in the same moment is not read again. */
export async function registersOf(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, CompiledRegister>> {
	const known = here.isOneMoment ? foundIn.get(here.tx) : undefined
	const read = await Promise.all(ids.flatMap((id) => known?.get(id)?.then((compiled) => [id, compiled] as const) ?? []))
	const others = await compiledAmong(
		here.tx,
		here.workspace.id,
		ids.filter((id) => !known?.has(id))
	)
	return new Map([...read, ...others])
}

async function readRegister(here: Here, id: string): Promise<CompiledRegister> {
	const { digest } = await here.tx
		.selectFrom('register')
		.select('digest')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return compiledOf(here, id, digest)
}

/** A register as far as other registers, lists of what falls due and what waits ask of it. */
export type ReadyRegister = { id: string; key: string; state: string; compiled: CompiledRegister }

/** All registers of the workspace that the seat sees in the given states, made ready, by key: two statements at most. */
export async function listCompiled(here: Here, states: readonly RecordState[]): Promise<ReadyRegister[]> {
	const rows = await here.tx
		.selectFrom('register')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register.workspace_id').onRef('record.id', '=', 'register.id')
		)
		.select(['register.id', 'register.digest', 'record.key', 'record.state'])
		.where('register.workspace_id', '=', here.workspace.id)
		.where('record.state', 'in', states)
		.orderBy('record.key')
		.execute()
	const unread = rows.filter(({ digest }) => !ready.has(digest))
	const texts =
		unread.length === 0
			? []
			: await here.tx
					.selectFrom('register')
					.select(['digest', 'declaration'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', anyOf(unread.map(({ id }) => id)))
					.execute()
	const made = new Map(texts.map(({ digest, declaration }) => [digest, madeReady(digest, declaration)]))
	return rows.flatMap(({ id, digest, key, state }) => {
		const compiled = made.get(digest) ?? ready.get(digest)
		return compiled ? [{ id, key: key ?? '', state, compiled }] : []
	})
}

/** Declarations of registers whose digests another statement has read, made ready: only those not made ready before are read. */
export async function compiledByDigest(
	here: Here,
	rows: readonly { id: string; digest: string }[]
): Promise<ReadonlyMap<string, CompiledRegister>> {
	const found = new Map<string, CompiledRegister>()
	for (const { id, digest } of rows) if (!found.has(id)) found.set(id, await compiledOf(here, id, digest))
	return found
}

/** Declarations of registers by identifier, made ready, whoever asks: for the upkeep of what is counted by them. */
export async function compiledAmong(
	tx: Pick<Here['tx'], 'selectFrom'>,
	workspaceId: string,
	ids: readonly string[]
): Promise<ReadonlyMap<string, CompiledRegister>> {
	if (ids.length === 0) return new Map()
	const own = (wanted: readonly string[]) =>
		tx.selectFrom('register').where('workspace_id', '=', workspaceId).where('id', '=', anyOf(wanted))
	const rows = await own(ids).select(['id', 'digest']).execute()
	const unread = rows.filter(({ digest }) => !ready.has(digest)).map(({ id }) => id)
	const texts = unread.length === 0 ? [] : await own(unread).select(['digest', 'declaration']).execute()
	const made = new Map(texts.map(({ digest, declaration }) => [digest, madeReady(digest, declaration)]))
	return new Map(
		rows.flatMap(({ id, digest }) => {
			const compiled = made.get(digest) ?? ready.get(digest)
			return compiled ? [[id, compiled] as const] : []
		})
	)
}
