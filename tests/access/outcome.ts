import { z } from 'zod'
import { command, nothing, type Operation } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { Acting } from '../fixtures/workspace.ts'
import type { Outcome } from './expectations.ts'

class Undone extends Error {}

/** Does a command and takes all of it back: the next one finds the workspace as this one did. */
async function runAndUndo(acting: Acting, operation: Extract<Operation, { type: 'command' }>, input: unknown) {
	const undoing = command({
		name: operation.name,
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			await here.run(operation, input)
			throw new Undone()
		}
	})
	await acting.run(undoing, {}).catch((error: unknown) => {
		if (!(error instanceof Undone)) throw error
	})
}

/** What comes of an operation under a seat: done, or the kind of its refusal; anything else thrown is a defect. */
export async function outcomeOf(acting: Acting, operation: Operation, input: unknown): Promise<Outcome> {
	try {
		if (operation.type === 'command') await runAndUndo(acting, operation, input)
		else await acting.askRaw(operation, input)
		return 'done'
	} catch (error) {
		if (isRefusal(error)) return error.kind
		throw error
	}
}
