import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Day, Reference, Text } from '#platform/operation/fields.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { INSTRUMENT_FORMS, SCOPES, faultsOfTimes } from './instrument-rules.ts'
import { isPartialDate, spanOf } from './partial-days.ts'

export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

// As for every year that is typed: what lies beyond is a slip.
const LATEST = '2201'

/** A year, a month or a day, as precisely as it is known. */
export const PartialDay = z
	.string()
	.max(10)
	.refine((date) => isPartialDate(date) && date < LATEST, { params: { code: 'no-such-day' } })

const Months = z.int().min(0).max(1_200)

/** What is said of an instrument beside its name, its form and its scope. */
export const Facts = {
	isBinding: Clearable(z.boolean()),
	bindingBasis: Clearable(Text(300)),
	adoptedOn: Clearable(PartialDay),
	inForceOn: Clearable(PartialDay),
	/** False where it is not in force yet; where it came into force on a day, that says so by itself. */
	isInForce: Clearable(z.boolean()),
	signableUntil: Clearable(Day),
	place: Clearable(Text(200)),
	depositary: Clearable(Text(300)),
	depositaryActor: Clearable(Reference),
	adoptingBody: Clearable(Text(300)),
	adoptingActor: Clearable(Reference),
	region: Clearable(Text(120)),
	/** How long after it joins, once the instrument is in force at all, a State is bound. */
	entryMonths: Clearable(Months),
	entryDays: Clearable(Months),
	entryFirstOfMonth: z.boolean().optional(),
	/** How long after its notice a denunciation has effect. */
	leavingMonths: Clearable(Months),
	summary: Clearable(Text(20_000)),
	language: Language.optional()
}
export type FactsInput = z.output<z.ZodObject<typeof Facts>>

export const Form = z.enum(INSTRUMENT_FORMS)
export const ScopeOf = z.enum(SCOPES)

/** Both ends of a date known in part, as two columns; undefined where nothing is said of it. */
function daysOf(date: string | null | undefined) {
	if (date === undefined) return undefined
	return date === null ? { first: null, last: null } : spanOf(date)
}

/** What is said of an instrument as its columns; what is left out stays undefined. */
export async function columnsOf(here: Here, input: FactsInput) {
	const adopted = daysOf(input.adoptedOn)
	const inForce = daysOf(input.inForceOn)
	const isInForce = inForce?.last ? inForce.last <= here.today || undefined : input.isInForce
	return {
		is_binding: input.isBinding,
		binding_basis: input.bindingBasis,
		...(adopted ? { adopted_first: adopted.first, adopted_last: adopted.last } : {}),
		...(inForce ? { in_force_first: inForce.first, in_force_last: inForce.last } : {}),
		is_in_force: isInForce ?? input.isInForce,
		signable_until_day: input.signableUntil,
		place: input.place,
		depositary: input.depositary,
		depositary_actor_id: await resolveField(here, 'actor', input.depositaryActor, 'depositaryActor'),
		adopting_body: input.adoptingBody,
		adopting_actor_id: await resolveField(here, 'actor', input.adoptingActor, 'adoptingActor'),
		region: input.region,
		entry_months: input.entryMonths,
		entry_days: input.entryDays,
		entry_first_of_month: input.entryFirstOfMonth,
		leaving_months: input.leavingMonths,
		summary: input.summary,
		language: input.language
	}
}

type Timed = {
	adopted_first: string | null
	adopted_last: string | null
	in_force_last: string | null
	signable_until_day: string | null
}

/** Refuses days of an instrument that cannot be together. */
export function refuseTimes(row: Timed): void {
	const faults = faultsOfTimes({
		adopted: row.adopted_first,
		adoptedLast: row.adopted_last,
		inForceLast: row.in_force_last,
		signableUntil: row.signable_until_day
	})
	if (faults.length > 0) throw invalid(faults.map(({ field, code }) => ({ path: [field], code })))
}
