import { parseDocument } from 'yaml'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { ReadyRegister } from '../registers.server.ts'
import { followAddress, following, followsIn } from './follow-names.ts'
import { readSteps } from './read-steps.ts'

/** Views that seats saved go on asking for the same, by what it is called now. */
export async function followInViews(
	here: Writing,
	{ registerId, before, after }: { registerId: string; before: CompiledRegister; after: CompiledRegister }
): Promise<void> {
	const { plan } = readSteps(before, after)
	if (plan.steps === 0) return
	const views = await here.tx
		.selectFrom('register_view')
		.select(['id', 'address'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.execute()
	await here.write.changeAll(
		'register_view',
		views.flatMap(({ id, address }) => {
			const followed = followAddress(address, plan)
			return followed === new URLSearchParams(address).toString() ? [] : [{ id, fields: { address: followed } }]
		})
	)
}

/** The other registers as they will say what this one calls otherwise now. */
export const othersFollowing = (
	others: readonly ReadyRegister[],
	before: CompiledRegister | undefined,
	after: CompiledRegister
): readonly ReadyRegister[] =>
	before === undefined || after.declaration.steps.length === 0
		? others
		: others.map((one) => ({ ...one, compiled: following(one.compiled, followsIn(one.compiled, before, after)) }))

/** The next versions of other registers that follow: their texts, with only what they say of this one otherwise. */
export async function textsThatFollow(
	here: Here,
	others: readonly ReadyRegister[],
	{ before, after }: { before: CompiledRegister; after: CompiledRegister }
): Promise<string[]> {
	const texts: string[] = []
	for (const { id, compiled } of others) {
		const followed = followsIn(compiled, before, after)
		if (followed.length === 0) continue
		const { declaration } = await here.tx
			.selectFrom('register')
			.select('declaration')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		const document = parseDocument(declaration, { version: '1.2' })
		document.set('version', compiled.declaration.version + 1)
		document.delete('steps')
		document.delete('undoes')
		for (const { path, value } of followed) document.setIn(path, value)
		texts.push(document.toString({ lineWidth: 120 }))
	}
	return texts
}
