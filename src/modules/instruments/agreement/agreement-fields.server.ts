import { z } from 'zod'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Day, Reference, Text, Year } from '#platform/operation/fields.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { KnownCountry } from '../known-country.ts'
import { isPartialDate, spanOf } from '../instrument/partial-days.ts'
import { AGREEMENT_FORMS, AGREEMENT_STAGES, faultOfTerms, RENEWALS } from './agreement-rules.ts'
import type { AgreementTable } from './schema.ts'

export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
export const Form = z.enum(AGREEMENT_FORMS)
export const StageOf = z.enum(AGREEMENT_STAGES)

/** A year, a month or a day, as precisely as it is known. */
export const PartialDay = z
	.string()
	.max(10)
	.refine(isPartialDate, { params: { code: 'no-such-day' } })

const Months = z.int().max(1_200)

/** What is said of an agreement beside its name, its form, its subject and its stage. */
export const Facts = {
	language: Language.optional(),
	/** The year it is of, where no day is known. */
	year: Clearable(Year),
	signedOn: Clearable(PartialDay),
	inForceOn: Clearable(PartialDay),
	/** The end of the term that runs. */
	expiryDay: Clearable(Day),
	renewal: Clearable(z.enum(RENEWALS)),
	/** How long it goes on each time it is renewed. */
	renewalMonths: Clearable(Months.min(1)),
	/** How long before the end notice is to be given. */
	noticeMonths: Clearable(Months.min(0)),
	summary: Clearable(Text(20_000)),
	/** Who answers for it in this country. */
	lead: Clearable(Reference),
	/** The joint commission that follows it. */
	commission: Clearable(Reference)
}
export type FactsInput = z.output<z.ZodObject<typeof Facts>>

/** A party: a country, an actor, or whoever has a name and no more. */
export const Party = z.strictObject({
	country: KnownCountry.optional(),
	actor: Reference.optional(),
	name: Text(300).optional()
})
export const Parties = z.array(Party).min(1).max(60)

const daysOf = (date: string | null | undefined) => {
	if (date === undefined) return { first: undefined, last: undefined }
	return date === null ? { first: null, last: null } : spanOf(date)
}

/** What is said of an agreement as its columns; what is left out stays undefined. */
export async function columnsOf(here: Here, input: FactsInput, before: Pick<AgreementTable, 'lead_actor_id'> | null) {
	const [signed, inForce] = [daysOf(input.signedOn), daysOf(input.inForceOn)]
	const lead = await resolveField(here, 'actor', input.lead, 'lead')
	// Whoever led it already may stay, though nothing new would be given to it.
	if (lead !== before?.lead_actor_id) await resolveActorInUse(here, input.lead, 'lead')
	return {
		language: input.language,
		year: input.year,
		signed_first: signed.first,
		signed_last: signed.last,
		in_force_first: inForce.first,
		in_force_last: inForce.last,
		expiry_day: input.expiryDay,
		renewal: input.renewal,
		renewal_months: input.renewalMonths,
		notice_months: input.noticeMonths,
		summary: input.summary,
		lead_actor_id: lead,
		commission_structure_id: await resolveField(here, 'structure', input.commission, 'commission')
	}
}

/** Refuses days and times that contradict each other, at the field that does. */
export function refuseTerms(
	row: Pick<AgreementTable, 'renewal' | 'renewal_months' | 'notice_months'> & {
		signed_first: string | null
		in_force_last: string | null
		expiry_day: string | null
	}
) {
	const fault = faultOfTerms({
		signedFirst: row.signed_first,
		inForceLast: row.in_force_last,
		expiry: row.expiry_day,
		renewal: row.renewal,
		renewalMonths: row.renewal_months,
		noticeMonths: row.notice_months
	})
	if (fault) throw invalid([{ path: [fault.field], code: fault.code }])
}

/** The parties as rows, in their order; each is one of a country, an actor and a name, and none stands twice. */
export async function partyRows(here: Here, parties: readonly z.output<typeof Party>[]) {
	const rows = []
	const seen = new Set<string>()
	for (const [index, { country, actor, name }] of parties.entries()) {
		const path = ['parties', index]
		if ([country, actor, name].filter((one) => one !== undefined).length !== 1)
			throw invalid([{ path, code: 'instruments.agreement-one-party' }])
		const actorId = (await resolveField(here, 'actor', actor, `parties.${String(index)}.actor`)) ?? null
		const said = `${country ?? ''} ${actorId ?? ''} ${name ?? ''}`
		if (seen.has(said)) throw invalid([{ path, code: 'instruments.agreement-party-twice' }])
		seen.add(said)
		rows.push({ position: index + 1, country: country ?? null, actor_id: actorId, name: name ?? null })
	}
	return rows
}
