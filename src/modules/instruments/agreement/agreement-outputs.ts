import { z } from 'zod'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { PROVISION_ITEMS, PROVISION_STANDINGS, RENEWALS } from './agreement-rules.ts'
import { Form, StageOf } from './agreement-fields.server.ts'

const day = z.string().nullable()

export const PartyItem = z.object({
	country: z.string().nullable(),
	/** None where it is an actor the reader may not see. */
	actor: RecordReference.nullable(),
	name: z.string().nullable()
})

export const AgreementItem = RecordHead.extend({
	form: Form,
	subject: z.string(),
	language: z.string(),
	stage: StageOf,
	parties: z.array(PartyItem),
	yearOf: z.int().nullable(),
	/** As precisely as it is known. */
	signedOn: day,
	inForceOn: day,
	/** The end of the term that runs. */
	expiryDay: day,
	renewal: z.enum(RENEWALS).nullable(),
	renewalMonths: z.int().nullable(),
	noticeMonths: z.int().nullable(),
	/** The last day to give notice before that end. */
	noticeDay: day,
	lead: RecordReference.nullable()
})
export type AgreementItem = z.output<typeof AgreementItem>

export const ProvisionLine = z.object({
	id: z.string(),
	item: z.enum(PROVISION_ITEMS),
	title: z.string().nullable(),
	checklist: z.string().nullable(),
	has: z.enum(PROVISION_STANDINGS),
	article: z.string().nullable(),
	text: z.string().nullable(),
	language: z.string().nullable(),
	...OriginOf.shape
})
export type ProvisionLine = z.output<typeof ProvisionLine>

export const AgreementPage = AgreementItem.extend({
	summary: z.string().nullable(),
	commission: RecordReference.nullable(),
	provisions: z.array(ProvisionLine),
	areas: z.array(RecordReference.extend({ ...OriginOf.shape })),
	/** Agreements of the same name, told to those who keep them: one may have been entered twice. */
	namesakes: z.array(RecordReference),
	may: z.object({ change: z.boolean() }),
	/** The stages it can come to from the one it is in. */
	next: z.array(StageOf)
})

/** An agreement in a checklist or a comparison: what it has of each recommended provision. */
export const CheckedAgreement = AgreementItem.extend({
	commission: RecordReference.nullable(),
	provisions: z.array(ProvisionLine)
})
export type CheckedAgreement = z.output<typeof CheckedAgreement>
