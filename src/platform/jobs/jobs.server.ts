import type { Catalogue } from '#platform/languages/words.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { Opening } from '#platform/operation/perform.server.ts'
import type { Registry } from '#platform/operation/registry.server.ts'

/** What those who work jobs have at hand: the installation, and its words for what is sent to people. */
export type Workplace = {
	database: Database
	registry: Registry
	secret: Buffer
	dataFolder: string
	filesFolder: string
	catalogue: Catalogue
	/** The address of the installation as people open it, where it is known. */
	url: string | null
	/** The moment it is; tests tell their own. */
	now(): Date
}

/** A piece of work that is no command, since it reaches beyond the database; it runs other operations step by step. */
export type Work = {
	name: string
	run(opening: Opening, input: unknown, place: Workplace): Promise<void>
}

/** Work done at its time in every workspace, as the workspace's clock. */
export type Timed = {
	name: string
	/** When, as five fields of cron in universal time. */
	cron: string
	run(opening: Opening, place: Workplace): Promise<void>
}

/** Defines a piece of work that jobs may ask for by name; the area that has it lists it under `works`. */
export const defineWork = (work: Work): Work => work

/** Defines work done at its time in every workspace; the area that has it lists it under `timed`. */
export const defineTimed = (timed: Timed): Timed => timed

/**
 * Asks for a job: an operation, or a piece of work, that is done after the command commits, and exactly then. It runs as the
 * seat that asks (or the one given; null is the workspace's clock) with the rights that seat has at that time.
 */
export async function enqueue(
	here: Writing,
	job: { operation: string; input: unknown; seatId?: string | null; notBefore?: Date }
): Promise<string> {
	return here.write.add('job', {
		operation: job.operation,
		input: JSON.stringify(job.input ?? {}),
		seat_id: job.seatId === undefined ? here.seat.id : job.seatId,
		timed: null,
		state: 'waiting',
		attempts: 0,
		error_code: null,
		error_params: null,
		error_reference: null,
		taken_by: null,
		due_at: job.notBefore ?? here.now,
		started_at: null,
		ended_at: null,
		asked_by_seat_id: here.seat.id,
		created_at: here.now
	})
}
