import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Level, MapNode } from '#ui/map/layout.ts'
import { pageOf } from './page-links.ts'
import { LEVELS, type DeclaredStatus } from './rules.ts'

type Structure = RecordReference & {
	level: string
	structureKind: string
	status: DeclaredStatus
	parent: RecordReference | null
}
type NonState = { actor: RecordReference | null; structure: string; kind: string; membership: string }
type Says = Pick<Words, 't' | 'name'>

const levelOf = (level: string): Level => LEVELS.find((one) => one === level) ?? 'technical'

/** The boxes of the map: every structure, and every actor outside the State under each structure it sits in. */
export function structureNodes(
	{ t, name }: Says,
	workspace: string,
	structures: readonly Structure[],
	nonState: readonly NonState[]
): MapNode[] {
	const bodies = structures.map((one) => ({
		id: one.id,
		parent: one.parent?.id ?? null,
		label: name(one.title),
		acronym: one.acronym,
		href: pageOf(workspace, one),
		kind: t(`structure-kind.${one.structureKind}`),
		level: levelOf(one.level),
		status: one.status,
		group: t(`level.${one.level}`)
	}))
	const actors = nonState.flatMap(({ actor, structure, kind, membership }) =>
		actor === null
			? []
			: [
					{
						id: `${structure} ${actor.id}`,
						parent: structure,
						label: name(actor.title),
						acronym: actor.acronym,
						href: pageOf(workspace, actor),
						// A seat that was only recommended or is by invitation is not drawn as if it were taken.
						kind:
							membership === 'member'
								? t(`actor-kind.${kind}`)
								: t('map.kind-and-seat', { kind: t(`actor-kind.${kind}`), seat: t(`membership-kind.${membership}`) }),
						level: 'actor' as const,
						group: t('map.non-state')
					}
				]
	)
	return [...bodies, ...actors]
}
