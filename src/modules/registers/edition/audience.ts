import { audienceTokens } from '#platform/access/seat.ts'
import type { AskingSeat } from '../entry/entry-access.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { groupsOf } from '../declaration/who-changes.ts'
import type { ReportAudience } from './definition.ts'

/** Who sees an edition for an audience; for members, those of some structures. */
export const tokensOf = (audience: ReportAudience, structureIds: readonly string[] = []): string[] => [
	...new Set([...audienceTokens(audience, null), ...structureIds.flatMap((id) => membersOf(audience, id))])
]

const membersOf = (audience: ReportAudience, structureId: string) =>
	audience === 'members' ? audienceTokens(audience, structureId) : []

/** True where the secretariat and the administrators alone see what is not completed, and how it is laid out. */
export const isOfFew = (audience: ReportAudience): boolean => audience === 'secretariat' || audience === 'members'

/**
 * The least that each reader of an edition sees: it tells what every one of them sees and nothing else, so that it is counted once for
 * each of these and of what they see in common.
 */
export function readersOf(audience: ReportAudience): readonly AskingSeat[] {
	switch (audience) {
		case 'public':
			return [{ role: 'public', actorId: null, audience: ['public'] }]
		// Members are told what whoever has a seat sees: which of them sees more, differs from one to the other.
		case 'members':
		case 'workspace':
			// No role of its own and no actor: what whoever has a seat sees, whichever it is.
			return [{ role: 'observer-of-all', actorId: null, audience: ['public', 'workspace'] }]
		case 'secretariat':
			return ['administrator', 'secretariat'].map((role) => ({
				role,
				actorId: null,
				audience: ['public', 'workspace', `role:${role}`]
			}))
		default:
			return audience satisfies never
	}
}

/** The roles whose seats keep a register: those of the groups that change its entries, whichever entry it is. */
const keepingRoles = ({ declaration }: CompiledRegister): string[] => [
	...new Set(['administrator', ...groupsOf(declaration, declaration.changed).flatMap(({ roles }) => roles)])
]

/** True for administrators, and for who changes entries of the register by their role. */
export const keepsRegister = (compiled: CompiledRegister, { role }: Pick<AskingSeat, 'role'>): boolean =>
	keepingRoles(compiled).includes(role)

/** Who sees what is not completed yet: those of the readers who keep the register. */
export function draftTokens(compiled: CompiledRegister, audience: ReportAudience): string[] {
	const roles = keepingRoles(compiled)
	const own = isOfFew(audience) ? roles.filter((role) => role === 'administrator' || role === 'secretariat') : roles
	// Somebody must be able to mend a wrong choice: see platform/access/seat.ts.
	return [...new Set(['role:administrator', 'role:secretariat', ...own.map((role) => `role:${role}`)])].sort()
}
