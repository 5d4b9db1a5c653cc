import type { Here } from '#platform/operation/operation.server.ts'

/** Answers by their key, the one asked for last at the end. */
export type Answers<T> = {
	find(key: string): Promise<T> | undefined
	/** Holds what is being worked out; what fails is forgotten. */
	hold(key: string, answer: Promise<T>): Promise<T>
	size(): number
}

type Entry<T> = { answer: Promise<T>; letters: number }

// What no answer is lighter than, with its key.
const LEAST_LETTERS = 500

/** A store that forgets what was asked for longest ago, once what it holds is longer than so many letters of JSON. */
export function makeAnswers<T>(lettersMost: number): Answers<T> {
	const entries = new Map<string, Entry<T>>()
	let letters = 0
	const remove = (key: string, entry: Entry<T>) => {
		entries.delete(key)
		letters -= entry.letters
	}
	const put = (key: string, entry: Entry<T>) => {
		entries.set(key, entry)
		letters += entry.letters
		for (const [oldest, old] of entries) {
			if (letters <= lettersMost) break
			remove(oldest, old)
		}
	}
	return {
		find(key) {
			const entry = entries.get(key)
			if (!entry) return undefined
			entries.delete(key)
			entries.set(key, entry)
			return entry.answer
		},
		async hold(key, answer) {
			const entry = { answer, letters: LEAST_LETTERS }
			put(key, entry)
			try {
				const result = await answer
				if (entries.get(key) === entry) {
					remove(key, entry)
					put(key, { answer, letters: Math.max(LEAST_LETTERS, JSON.stringify(result).length) })
				}
				return result
			} catch (error) {
				if (entries.get(key) === entry) remove(key, entry)
				throw error
			}
		},
		size: () => entries.size
	}
}

// About as many bytes of memory, and as many again for the objects: a hundred dashboards of a large workspace.
const LETTERS_MOST = 16_000_000

/** Asks for an answer: of what is kept, or worked out now. */
export type Keeper<T> = (
	here: Here,
	of: readonly (string | number | boolean | null)[],
	work: () => Promise<T>
) => Promise<T>

/**
 * Keeps the answers to one costly reading for as long as nothing changes: of what many pages ask and few commands alter
 * (dashboards, boards, the matrix of themes). Made once, beside the query it serves:
 *
 * ```ts
 * const dashboards = keepAnswers<Dashboard>()
 * // in the query
 * run: (here, _input, structure) => dashboards(here, [structure.id], () => dashboardOf(here, structure.id))
 * ```
 *
 * An answer is kept by the workspace and the last event of its history (so whatever command changes anything ends it), by the
 * day, and by exactly the audiences and closed kinds that the asking seat sees by: nobody is given what their seat may not see,
 * and two seats share an answer only where the database shows both the same. What is worked out may depend on nothing else than
 *
 * - rows that change with an event only (not drafts of minutes, jobs, letters, sessions, what somebody has read),
 * - `here.today`, but not `here.now`; of `here.workspace` what commands change; of `here.seat` its role and actor,
 * - what stands in `of`: name there each identifier, filter or language that makes another answer.
 *
 * It is plain data, given to several: it is frozen. Inside a command nothing is kept nor taken, since what the command has
 * changed so far has no event yet; nor in a workspace without history, which was filled behind the back of the commands.
 */
export const keepAnswers = <T>(lettersMost = LETTERS_MOST): Keeper<T> => keeper(lettersMost, ({ event }) => event)

/**
 * As `keepAnswers`, of what is worked out from records and the rows that belong to them alone (`TableRule.record` names the record):
 * nothing of seats, settings, submissions, layouts of first pages. Such an answer outlasts all events of those, as the forms that
 * strangers send in, hundreds in an hour.
 */
export const keepAnswersOfRecords = <T>(lettersMost = LETTERS_MOST): Keeper<T> =>
	keeper(lettersMost, ({ event, ofRecords }) => ofRecords ?? event)

function keeper<T>(lettersMost: number, endedBy: (last: Last) => LastEvent): Keeper<T> {
	const answers = makeAnswers<T>(lettersMost)
	return async (here, of, work) => {
		const found = here.isOneMoment ? await lastEvents(here) : undefined
		const last = found && endedBy(found)
		if (last === undefined) return work()
		const key = answerKey(here, last, of)
		const known = answers.find(key)
		if (!known) return answers.hold(key, work().then(frozen))
		try {
			return await known
		} catch {
			// Whoever asked first failed, perhaps by their own connection: this one asks for itself.
			return work()
		}
	}
}

/** All that an answer depends on. The hash as well as the number of the last event: a restored workspace may count one again. */
const answerKey = ({ workspace, seat, today }: Here, last: LastEvent, of: readonly unknown[]) =>
	JSON.stringify([
		workspace.id,
		last.sequence,
		last.hash,
		today,
		seat.audience.toSorted(),
		seat.role === 'public' ? workspace.closedKinds.toSorted() : [],
		of
	])

type LastEvent = { sequence: number; hash: string }
/** The last event, and the last that changed a record, where that one is noted. */
type Last = { event: LastEvent; ofRecords: LastEvent | undefined }

// A page that asks for several kept answers reads in one transaction, in which the last event stays the same.
const asked = new WeakMap<object, Promise<Last | undefined>>()

function lastEvents(here: Here): Promise<Last | undefined> {
	const known = asked.get(here.tx)
	if (known) return known
	const last = readLast(here)
	asked.set(here.tx, last)
	return last
}

async function readLast({ tx, workspace }: Here): Promise<Last | undefined> {
	const row = await tx
		.selectFrom('chain_head')
		.select(['sequence', 'hash', 'records_sequence', 'records_hash'])
		.where('workspace_id', '=', workspace.id)
		.executeTakeFirst()
	if (!row) return undefined
	const { sequence, hash, records_sequence: ofRecords, records_hash: hashOfRecords } = row
	return {
		event: { sequence, hash },
		ofRecords: ofRecords === null || hashOfRecords === null ? undefined : { sequence: ofRecords, hash: hashOfRecords }
	}
}

/** Made unchangeable through and through: who is given a kept answer shares it with others. */
function frozen<T>(value: T): T {
	if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
	Object.freeze(value)
	for (const part of Object.values(value)) frozen(part)
	return value
}
