import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { Seat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Registry } from './registry.server.ts'
import { parseInput, refuseStaleVersion, refuseUnlessAllowed } from './steps.server.ts'
import type { Writer } from './writer.ts'

/** By which face an operation was asked for. */
export type Via = 'page' | 'api' | 'console' | 'job' | 'start'

/** Reading only: whatever changes a row goes through the writer, which keeps the history. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'withRecursive'>

/** How far work is that takes long: what it is at, and how much of that is done. */
export type Progress = { step: string; done: number; total: number }
export type TellProgress = (progress: Progress) => Promise<void> | void

/** What others see: the records of their audience, but for the kinds that are closed to them. */
export type Sight = { audience: readonly string[]; closedKinds: readonly string[] }

/** What an operation has at hand: one workspace, one seat, one moment, one transaction. */
export type Here = {
	tx: Reader
	workspace: Workspace
	seat: Seat
	now: Date
	/** The calendar day in the workspace's time zone, `YYYY-MM-DD`. */
	today: string
	secret: Buffer
	filesFolder: string
	registry: Registry
	/** True where nothing that was read can have changed when it is read again: in a transaction that only reads. */
	isOneMoment: boolean
	/**
	 * True once what was read is to stand in the access log: a query that found personal data says so, and the operation that
	 * asked for it leaves its line before its answer leaves.
	 */
	log: { isAsked: boolean }
	/** From where it is asked, where a network brought it: to be counted by as a keyed digest, never to be kept. */
	address: string | null
	/** Tells whoever waits how far the work is; there only where somebody can hear it: in a job. */
	tell?: TellProgress
	/**
	 * Does some reading in sight of what others see, and of no more than that, whatever the seat itself sees: what is told to them is worked
	 * out with their eyes, or a seat is shown what it may see by another right than its own. For seats and the clock; the public asks and
	 * runs nothing that reads so, but whether so much waits behind a form that no more is taken. What `isOneMoment` lets be remembered was seen with the seat's own eyes: work done here says it is not.
	 */
	seeingAs<T>(sight: Sight, work: () => Promise<T>): Promise<T>
	/** Another query, in the same transaction, under the same seat. */
	ask<Input, Result>(query: Query<Input, Result>, input: Input): Promise<Result>
}

export type Writing = Here & {
	write: Writer
	/** Another command, in the same transaction, under the same seat; its own `allow` is asked. */
	run<Input, Result>(command: Command<Input, Result>, input: Input): Promise<Result>
}

type Described = {
	name: string
	input: z.ZodType
	output: z.ZodType
	/** The only face it answers to, where it is not all of them. */
	only?: 'upload' | 'download'
}

export type Query<Input = unknown, Result = unknown> = Described & {
	type: 'query'
	isLogged: boolean
	perform(here: Here, raw: unknown): Promise<Result>
	/** Keeps the input's type for callers; never called. */
	accepts?(input: Input): void
}

export type Command<Input = unknown, Result = unknown> = Described & {
	type: 'command'
	isLogged: boolean
	perform(here: Writing, raw: unknown): Promise<Result>
	/** True where the answer holds a secret: it is given once, never kept, and a repeat is refused. */
	isShownOnce: boolean
	/** The code by which a repeat under a once-only key is refused, where it is shown once. */
	repeatRefused: string
	/** True where the access log holds one line a day for each seat and thing, however often it is done. */
	isLoggedDaily: boolean
	/** True where the access log is not told from where it was done. */
	isUnlocated: boolean
	/** Refuses as `perform` would before its work, and does nothing. */
	authorize(here: Writing, raw: unknown): Promise<void>
	/** A kept answer read back. */
	recall(answer: unknown): Result
	accepts?(input: Input): void
}

export type Operation = Query | Command

type QueryDefinition<I extends z.ZodType, O extends z.ZodType, Thing> = {
	/** `noun.verb`, as it stands in addresses and in the registry. */
	name: string
	input: I
	output: O
	/** Finds what the operation is about; what the seat may not see is absent. `nothing` where there is no such thing. */
	about: (here: Here, input: z.output<I>) => Promise<Thing>
	allow: (here: Here, thing: Thing, input: z.output<I>) => boolean
	/** Writes to the access log before the answer leaves: personal data, restricted papers, files. */
	logged?: true
	/** The workspace's clock may do it, at its time and for nobody; whatever does not say so is refused to it. */
	clock?: true
	only?: 'upload' | 'download'
	run: (here: Here, input: z.output<I>, thing: Thing) => Promise<z.output<O>>
}

type CommandDefinition<I extends z.ZodType, O extends z.ZodType, Thing> = Omit<QueryDefinition<I, O, Thing>, 'run'> & {
	/** The answer holds a secret that is stored nowhere, or sealed only, so that a repeat under a once-only key cannot give it again. */
	shownOnce?: true
	/** The refusal of such a repeat, where `platform.shown-once` would speak of something else. */
	repeatRefused?: string
	/** Done every few seconds by a page: the access log has one line a day for each seat and thing. */
	loggedDaily?: true
	/** Done by strangers who were promised that nobody keeps from where they write: the access log tells no address. */
	unlocated?: true
	run: (here: Writing, input: z.output<I>, thing: Thing) => Promise<z.output<O>>
}

// The clock has no rights of its own to weigh: what declares itself is allowed to it, and nothing else.
const isAllowed = <Input, Thing>(
	{ allow, clock }: { allow: (here: Here, thing: Thing, input: Input) => boolean; clock?: true },
	here: Here,
	thing: Thing,
	input: Input
) => (here.seat.isClock ? clock === true : allow(here, thing, input))

/** Anybody who can reach the workspace, the public among them: what they get is what their audience meets. */
export const everyone = () => true

/** The `about` of an operation that acts on no record that is there already. */
export const nothing = () => Promise.resolve(undefined)

/** Defines a read. It runs in a read-only transaction and sees what the seat's audience meets. */
export function query<I extends z.ZodType, O extends z.ZodType, Thing>(
	definition: QueryDefinition<I, O, Thing>
): Query<z.input<I>, z.output<O>> {
	const { name, input, output, only, logged = false } = definition
	return {
		type: 'query',
		name,
		input,
		output,
		...(only ? { only } : {}),
		isLogged: logged,
		async perform(here, raw) {
			const parsed = parseInput(input, raw)
			const thing = await definition.about(here, parsed)
			refuseUnlessAllowed(isAllowed(definition, here, thing, parsed), name)
			return definition.run(here, parsed, thing)
		}
	}
}

/** Defines a change. It happens whole, with its history, or not at all. */
export function command<I extends z.ZodType, O extends z.ZodType, Thing>(
	definition: CommandDefinition<I, O, Thing>
): Command<z.input<I>, z.output<O>> {
	const {
		name,
		input,
		output,
		only,
		logged = false,
		shownOnce = false,
		repeatRefused = 'platform.shown-once',
		loggedDaily = false,
		unlocated = false
	} = definition
	return {
		type: 'command',
		name,
		input,
		output,
		...(only ? { only } : {}),
		isLogged: logged,
		isShownOnce: shownOnce,
		repeatRefused,
		isLoggedDaily: loggedDaily,
		isUnlocated: unlocated,
		async perform(here, raw) {
			const parsed = parseInput(input, raw)
			const thing = await definition.about(here, parsed)
			refuseUnlessAllowed(isAllowed(definition, here, thing, parsed), name)
			await refuseStaleVersion(here, parsed, thing)
			here.write.explain(parsed)
			return definition.run(here, parsed, thing)
		},
		async authorize(here, raw) {
			const parsed = parseInput(input, raw)
			refuseUnlessAllowed(isAllowed(definition, here, await definition.about(here, parsed), parsed), name)
		},
		recall: (answer) => output.parse(answer)
	}
}
