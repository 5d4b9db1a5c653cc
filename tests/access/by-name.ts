import { z } from 'zod'
import { registry } from '#areas'
import { receiveFile } from '#platform/files/receive.server.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import type { Acting, TestWorkspace } from '../fixtures/workspace.ts'

const Done = z.looseObject({ id: z.string() })

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
export const receive = (
	{ dataFolder }: TestWorkspace,
	name: string,
	text = 'key,name,kind\nnew-actor,New Actor,ministry\n'
) =>
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

type Stored = {
	id: string
	kind: string
	key: string | null
	audience: string[]
	state: string
	version: number
	sequence: number
}

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
