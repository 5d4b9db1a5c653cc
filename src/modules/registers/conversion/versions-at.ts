type Declared = { version: number; declaredAt: Date; afterSequence: number | null }

/** An event of a history, as far as it is asked which version held when it happened. */
export type Moment = { sequence: number; at: Date; operation: string }

const isBefore = ({ declaredAt, afterSequence }: Declared, { sequence, at }: Moment) =>
	afterSequence === null ? declaredAt.getTime() <= at.getTime() : afterSequence < sequence

/**
 * The version that held at an event, and the one that held before it: another one only where the event is that of the new version itself, which
 * changes what is kept in one go. Nothing where none was declared yet.
 */
export function versionAt<V extends Declared>(
	versions: readonly V[],
	moment: Moment
): { now: V; before: V } | undefined {
	const index = versions.findLastIndex((one) => isBefore(one, moment))
	const now = versions[index]
	if (!now) return undefined
	const isItself = now.declaredAt.getTime() === moment.at.getTime() && !moment.operation.startsWith('entry.')
	return { now, before: (isItself ? versions[index - 1] : undefined) ?? now }
}

/** The numbers of all versions that some events are told by. */
export const versionsAt = (versions: readonly Declared[], moments: readonly Moment[]): ReadonlySet<number> =>
	new Set(
		moments.flatMap((moment) => {
			const held = versionAt(versions, moment)
			return held ? [held.now.version, held.before.version] : []
		})
	)
