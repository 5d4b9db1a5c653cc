import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { mayAddSome, mayChangeSome, type AskingSeat } from '../entry/entry-access.ts'

/** The rule of the import: whoever may add some entry, or change some; each row is asked for its own. */
export const mayImport = ({ role, actorId, audience }: AskingSeat, compiled: CompiledRegister): boolean =>
	mayAddSome(compiled, { role, actorId, audience }) || mayChangeSome(compiled, { role, actorId, audience })
