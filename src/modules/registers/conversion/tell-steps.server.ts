import type { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import type { Weighed } from '../declaration/weigh-register.server.ts'
import { addDays } from '../formula/days.ts'
import type { StepsPreview, SteppedValue } from './conversion-outputs.ts'
import { REPLACED_DAYS } from './keep-replaced.server.ts'
import type { Loss } from './weigh-steps.ts'

type Told = z.output<typeof SteppedValue>

/** A value before a step and after it, as it is told. */
export const toldValue = ({
	step,
	reference,
	table,
	row,
	was,
	gave,
	state,
	why
}: Omit<Loss, 'entry' | 'why'> & { why: Told['why'] }): Told => ({
	step,
	reference,
	table,
	row,
	was: { ...was },
	gave: { ...gave },
	state,
	why
})

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What steps do, as far as the seat sees it; that something personal is among it is in the access log. */
export async function stepsTold(
	here: Here,
	{ steps, tellsPersonal }: Pick<Weighed, 'steps' | 'tellsPersonal'>,
	lost: readonly Loss[]
): Promise<Omit<z.output<typeof StepsPreview>, 'following'>> {
	if (tellsPersonal) here.log.isAsked = true
	const told = steps.map(({ examples, ...weight }) => ({ ...weight, examples: examples.map(toldValue) }))
	const losses = lost.map(toldValue)
	const ids = [...told.flatMap((weight) => weight.examples), ...losses].flatMap(({ was, gave }) =>
		[...Object.values(was), ...Object.values(gave)]
			.filter((value) => typeof value === 'string' && UUID.test(value))
			.map(String)
	)
	const names = await referencesOf(here, [...new Set(ids)])
	return {
		steps: told,
		losses,
		keptUntil: steps.length === 0 ? null : addDays(here.today, REPLACED_DAYS),
		names: [...names.values()]
	}
}
