import { createHmac, timingSafeEqual } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { CHAIN_START, payloadDigest, sha256 } from './chain.ts'

/** What `pitso audit verify` found in one workspace. */
export type Verification = {
	workspace: string
	events: number
	/** What is wrong, each with the event's number; none when the chain is whole. */
	faults: { sequence: number; code: string }[]
	/** Events of which the payload was erased, with a reason, by command. */
	erased: number
	/** The oldest and newest anchor the chain agrees with; before the first nothing outside vouches for it. */
	anchors: { first: Anchor | null; last: Anchor | null }
}

const AnchorLine = z.object({
	workspace: z.string(),
	sequence: z.int(),
	hash: z.string(),
	at: z.string(),
	signature: z.string()
})
export type Anchor = z.output<typeof AnchorLine>

const Facts = z.object({
	workspace: z.string(),
	sequence: z.int(),
	at: z.string(),
	operation: z.string(),
	command: z.string(),
	record: z.string().nullable(),
	seat: z.string().nullable(),
	payload: z.string(),
	previous: z.string()
})
const Erasure = z.object({ changes: z.array(z.object({ table: z.string(), row: z.string() })) })

const sign = (secret: Buffer, anchor: Omit<Anchor, 'signature'>) =>
	createHmac('sha256', secret)
		.update(`anchor\n${anchor.workspace}\n${String(anchor.sequence)}\n${anchor.hash}\n${anchor.at}`)
		.digest('hex')

const anchorPath = (dataFolder: string, workspace: Workspace) => `${dataFolder}/anchors/${workspace.id}.jsonl`

const everything = (workspace: Workspace) => ({ workspaceId: workspace.id, audience: ['system'] })

/**
 * Writes the head of a workspace's chain, signed, to a file outside the database: whoever changes the database later would
 * have to change these files too, and their copies. True when there was something new to anchor.
 */
export async function writeAnchor(
	database: Database,
	workspace: Workspace,
	{ dataFolder, secret, now }: { dataFolder: string; secret: Buffer; now: Date }
): Promise<boolean> {
	const head = await database.read(everything(workspace), (tx) =>
		tx.selectFrom('chain_head').select(['sequence', 'hash']).where('workspace_id', '=', workspace.id).executeTakeFirst()
	)
	if (!head) return false
	const before = await readAnchors(dataFolder, workspace)
	if (before.at(-1)?.hash === head.hash) return false
	const anchor = { workspace: workspace.id, sequence: head.sequence, hash: head.hash, at: now.toISOString() }
	await mkdir(`${dataFolder}/anchors`, { recursive: true, mode: 0o700 })
	await appendFile(
		anchorPath(dataFolder, workspace),
		`${JSON.stringify({ ...anchor, signature: sign(secret, anchor) })}\n`,
		{ mode: 0o600, flush: true }
	)
	return true
}

async function readAnchors(dataFolder: string, workspace: Workspace): Promise<Anchor[]> {
	let text: string
	try {
		text = await readFile(anchorPath(dataFolder, workspace), 'utf8')
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
		throw error
	}
	return text
		.split('\n')
		.filter((line) => line !== '')
		.flatMap((line) => {
			try {
				return [AnchorLine.parse(JSON.parse(line))]
			} catch {
				// A line cut off by a crash in the middle of writing vouches for nothing, and breaks nothing.
				return []
			}
		})
}

const isSigned = (secret: Buffer, { signature, ...anchor }: Anchor) => {
	const expected = Buffer.from(sign(secret, anchor))
	const given = Buffer.from(signature)
	return given.length === expected.length && timingSafeEqual(given, expected)
}

// Events are read in parts, so that a long history needs no memory.
const PART = 2_000

/** Holds every event of a workspace against its hash, its predecessor, its payload and the anchors outside the database. */
export async function verifyHistory(
	database: Database,
	workspace: Workspace,
	{ dataFolder, secret }: { dataFolder: string; secret: Buffer },
	onProgress: (events: number) => Promise<void> = () => Promise.resolve()
): Promise<Verification> {
	const anchors = await readAnchors(dataFolder, workspace)
	const faults: Verification['faults'] = []
	const hashes = new Map<number, string>(anchors.map((anchor) => [anchor.sequence, '']))
	let previous = CHAIN_START
	let sequence = 0
	const erased: number[] = []
	const explained = new Set<number>()
	await database.read(everything(workspace), async (tx) => {
		for (;;) {
			const rows = await tx
				.selectFrom('event')
				.leftJoin('event_payload as payload', (on) =>
					on.onRef('payload.workspace_id', '=', 'event.workspace_id').onRef('payload.sequence', '=', 'event.sequence')
				)
				.leftJoin('event_record as own', (on) =>
					on
						.onRef('own.workspace_id', '=', 'event.workspace_id')
						.onRef('own.record_id', '=', 'event.record_id')
						.onRef('own.sequence', '=', 'event.sequence')
				)
				.select(['event.workspace_id', 'event.sequence', 'event.at', 'event.operation', 'event.command_id'])
				.select(['event.record_id', 'event.seat_id', 'event.canonical', 'event.hash'])
				.select(['payload.payload', 'payload.salt', 'payload.erased_at', 'own.record_id as shown_by'])
				.where('event.workspace_id', '=', workspace.id)
				.where('event.sequence', '>', sequence)
				.orderBy('event.sequence')
				.limit(PART)
				.execute()
			for (const row of rows) {
				faults.push(
					...checkEvent(row, { previous, expected: sequence + 1 }).map((code) => ({ sequence: row.sequence, code }))
				)
				if (row.erased_at !== null) erased.push(row.sequence)
				for (const one of erasedBy(row)) explained.add(one)
				if (hashes.has(row.sequence)) hashes.set(row.sequence, row.hash)
				previous = row.hash
				sequence = row.sequence
			}
			await onProgress(sequence)
			if (rows.length < PART) break
		}
		const head = await tx
			.selectFrom('chain_head')
			.select(['sequence', 'hash'])
			.where('workspace_id', '=', workspace.id)
			.executeTakeFirst()
		if ((head?.sequence ?? 0) !== sequence || (head?.hash ?? CHAIN_START) !== previous)
			faults.push({ sequence, code: 'head-differs' })
	})
	for (const one of erased) if (!explained.has(one)) faults.push({ sequence: one, code: 'erased-unexplained' })
	for (const anchor of anchors) {
		if (!isSigned(secret, anchor)) faults.push({ sequence: anchor.sequence, code: 'anchor-not-ours' })
		else if (anchor.sequence > 0 && hashes.get(anchor.sequence) !== anchor.hash)
			faults.push({ sequence: anchor.sequence, code: 'anchor-differs' })
	}
	return {
		workspace: workspace.key,
		events: sequence,
		faults,
		erased: erased.length,
		anchors: { first: anchors[0] ?? null, last: anchors.at(-1) ?? null }
	}
}

type EventRow = {
	workspace_id: string
	sequence: number
	at: Date
	operation: string
	command_id: string
	record_id: string | null
	seat_id: string | null
	/** The record in whose history the event stands, by its own row. */
	shown_by: string | null
	canonical: string
	hash: string
	payload: string | null
	salt: string | null
	erased_at: Date | null
}

function checkEvent(row: EventRow, chain: { previous: string; expected: number }): string[] {
	const codes: string[] = []
	if (row.sequence !== chain.expected) codes.push('event-missing')
	if (sha256(row.canonical) !== row.hash) codes.push('hash-differs')
	const facts = Facts.safeParse(parsed(row.canonical))
	if (!facts.success) return [...codes, 'event-unreadable']
	if (!isToldBy(row, facts.data)) codes.push('column-differs')
	if (facts.data.previous !== chain.previous && row.sequence === chain.expected) codes.push('chain-broken')
	if (row.erased_at === null && (row.payload === null || row.salt === null)) codes.push('payload-missing')
	else if (row.payload !== null && row.salt !== null && payloadDigest(row.salt, row.payload) !== facts.data.payload)
		codes.push('payload-differs')
	return codes
}

const isToldBy = (row: EventRow, facts: z.output<typeof Facts>) =>
	facts.workspace === row.workspace_id &&
	facts.sequence === row.sequence &&
	facts.at === row.at.toISOString() &&
	facts.operation === row.operation &&
	facts.command === row.command_id &&
	facts.record === row.record_id &&
	facts.record === row.shown_by &&
	facts.seat === row.seat_id

/** The events whose payload a command erased, as its own event says. */
function erasedBy(row: EventRow): number[] {
	// Canonical text: what an erasure says of the event stands in it just so.
	if (row.payload === null || !row.payload.includes('"table":"event"')) return []
	const erasure = Erasure.safeParse(parsed(row.payload))
	const changes = erasure.success ? erasure.data.changes : []
	return changes.filter((change) => change.table === 'event').map((change) => Number(change.row))
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
