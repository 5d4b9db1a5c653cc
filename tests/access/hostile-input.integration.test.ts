import { inspect } from 'node:util'
import fc from 'fast-check'
import { beforeAll, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { inputSchema } from '#platform/operation/from-text.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { samples } from '../fixtures/samples.ts'
import type { Acting } from '../fixtures/workspace.ts'
import { spoiling, worstIn, type Fields } from './hostile-values.ts'
import { prepare, type Prepared } from './prepared.ts'

const SEATS = ['administrator', 'public'] as const
const TRIES = 12

let prepared: Prepared
let seats: Record<(typeof SEATS)[number], Acting>

beforeAll(async () => {
	prepared = await prepare()
	seats = { administrator: await prepared.as('administrator'), public: await prepared.as('public') }
})

/** Undefined when it was done or refused; otherwise what was thrown, which is a defect. */
async function defectOf(acting: Acting, operation: Operation, input: unknown): Promise<unknown> {
	try {
		if (operation.type === 'command') await acting.runRaw(operation, input)
		else await acting.askRaw(operation, input)
		return undefined
	} catch (error) {
		return isRefusal(error) ? undefined : error
	}
}

const Properties = z.object({ properties: z.record(z.string(), z.unknown()) })

/** The fields of an operation's input, and of the objects in it: those that are left out can be sent too. */
function fieldsOf(operation: Operation): Fields {
	const namesIn = (schema: unknown) => Object.entries(Properties.safeParse(schema).data?.properties ?? {})
	return namesIn(inputSchema(operation.input)).map(([name, schema]) => ({
		name,
		within: namesIn(schema).map(([one]) => one)
	}))
}

test.for(registry.operations.map((operation) => ({ operation, name: operation.name })))(
	'$name refuses whatever it is given, or does it',
	{ timeout: 300_000 },
	async ({ operation, name }) => {
		const make = Object.entries(samples).find(([one]) => one === name)?.[1].own
		const fields = fieldsOf(operation)
		const tryAs = async (seat: keyof typeof seats, spoil: (input: unknown) => unknown) => {
			const input = spoil(await make?.(prepared, seat))
			const defect = await defectOf(seats[seat], operation, input)
			if (defect !== undefined) throw new Error(`${name} as ${seat} with ${inspect(input)}`, { cause: defect })
		}
		for (const spoil of worstIn(fields)) await tryAs('administrator', spoil)
		const tried = fc.asyncProperty(fc.constantFrom(...SEATS), spoiling(fields), tryAs)
		await fc.assert(tried, { numRuns: TRIES * SEATS.length })
	}
)
