import { afterPeriod, lengthOfMonth } from '../instrument/partial-days.ts'
import type { AgreementProvisionTable, AgreementTable } from './schema.ts'

export {
	AGREEMENT_FORMS,
	AGREEMENT_STAGES,
	PROVISION_ITEMS,
	PROVISION_STANDINGS,
	RENEWALS
} from '../exchange/agreement-words.ts'

export type Stage = AgreementTable['stage']
export type Renewal = NonNullable<AgreementTable['renewal']>
export type ProvisionItem = AgreementProvisionTable['item']
export type ProvisionHas = AgreementProvisionTable['has']

/** The provisions recommended to every agreement; others have a title of their own. */
export const RECOMMENDED = [
	'movement',
	'regularization',
	'data-exchange',
	'information',
	'equal-treatment',
	'social-security',
	'institutional-collaboration'
] as const satisfies readonly ProvisionItem[]

/** Stages in which an agreement has, or is to have, effect, so that its days are worth a reminder. */
export const LIVE_STAGES = ['signed', 'in-force', 'renegotiation'] as const
export const isLive = (stage: Stage) => LIVE_STAGES.some((live) => live === stage)

/** What an agreement is concluded between at least: Vienna Convention on the Law of Treaties, article 2(1)(a). */
export const PARTIES_LEAST = 2

/** Stages that only an agreement comes to that was concluded: drafts may wait for the other party. */
export const CONCLUDED_STAGES = ['signed', 'in-force', 'renegotiation', 'expired'] as const

/** Why an agreement of so many parties cannot be at a stage, or null when it can. */
export const whyNotOfParties = (stage: Stage, parties: number) =>
	parties < PARTIES_LEAST && CONCLUDED_STAGES.some((concluded) => concluded === stage)
		? 'instruments.agreement-needs-two-parties'
		: null

/** The day so many months before another: the same number of the month, or the last day of a month that has none. */
export function monthsBefore(day: string, months: number): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
	const count = year * 12 + month - 1 - months
	const [toYear, toMonth] = [Math.floor(count / 12), (count % 12) + 1]
	const kept = Math.min(date, lengthOfMonth(toYear, toMonth))
	return [String(toYear).padStart(4, '0'), String(toMonth).padStart(2, '0'), String(kept).padStart(2, '0')].join('-')
}

export type Terms = {
	stage: Stage
	expiry: string | null
	renewal: Renewal | null
	renewalMonths: number | null
	noticeMonths: number | null
}

/**
 * The last day to give notice before the present term ends: so many months before its end. Notice of one month to the 31st of March
 * is given by the 28th of February, by the 29th in a leap year. None where the agreement has no end or no time of notice.
 */
export const noticeDayOf = ({ expiry, noticeMonths }: Pick<Terms, 'expiry' | 'noticeMonths'>): string | null =>
	expiry === null || noticeMonths === null ? null : monthsBefore(expiry, noticeMonths)

// A term of a month through 200 years; what is older than that has another defect.
const TERMS_MOST = 2_400

/**
 * The end of the term that runs on a day: an agreement in force that renews itself goes on for as many whole terms as have ended,
 * each counted from the last known end. All others end when they say; null where no end is known.
 */
export function termEndOn(
	{ stage, expiry, renewal, renewalMonths }: Omit<Terms, 'noticeMonths'>,
	day: string
): string | null {
	if (expiry === null || renewal !== 'automatic' || renewalMonths === null || !isLive(stage)) return expiry
	for (let terms = 0; terms <= TERMS_MOST; terms++) {
		const end = terms === 0 ? expiry : afterPeriod(expiry, { months: renewalMonths * terms })
		if (end >= day) return end
	}
	return expiry
}

/** The days that are kept of an agreement as of a day: the end of the term that runs, and the last day to give notice before it. */
export function daysKept(terms: Terms, today: string): { expiry: string | null; notice: string | null } {
	const expiry = termEndOn(terms, today)
	return { expiry, notice: noticeDayOf({ expiry, noticeMonths: terms.noticeMonths }) }
}

const NEXT: Readonly<Record<Stage, readonly Stage[]>> = {
	proposed: ['negotiation', 'signed', 'terminated', 'not-known'],
	negotiation: ['proposed', 'signed', 'in-force', 'terminated', 'not-known'],
	signed: ['in-force', 'renegotiation', 'expired', 'terminated', 'not-known'],
	'in-force': ['renegotiation', 'expired', 'terminated', 'not-known'],
	renegotiation: ['signed', 'in-force', 'expired', 'terminated', 'not-known'],
	expired: ['negotiation', 'renegotiation', 'in-force', 'not-known'],
	terminated: ['negotiation', 'not-known'],
	'not-known': ['proposed', 'negotiation', 'signed', 'in-force', 'renegotiation', 'expired', 'terminated']
}

/** The stages an agreement can come to from the one it is in. */
export const stagesAfter = (stage: Stage): readonly Stage[] => NEXT[stage]

/** Why an agreement cannot come to a stage, or null when it can. */
export function whyNotSetStage(from: Stage, to: Stage) {
	if (from === to) return 'instruments.agreement-stage-stands'
	return NEXT[from].includes(to) ? null : 'instruments.agreement-stage-order'
}

type Dated = {
	signedFirst: string | null
	inForceLast: string | null
	expiry: string | null
	renewal: Renewal | null
	renewalMonths: number | null
	noticeMonths: number | null
}

/** What contradicts itself in the days and the renewal of an agreement, with the field at fault; null where nothing does. */
export function faultOfTerms({ signedFirst, inForceLast, expiry, renewal, renewalMonths, noticeMonths }: Dated) {
	if (signedFirst !== null && inForceLast !== null && inForceLast < signedFirst)
		return { field: 'inForceOn', code: 'instruments.agreement-in-force-before-signed' }
	if (signedFirst !== null && expiry !== null && expiry < signedFirst)
		return { field: 'expiryDay', code: 'instruments.agreement-ends-before-signed' }
	if (renewal === 'automatic' && renewalMonths === null)
		return { field: 'renewalMonths', code: 'instruments.agreement-renewal-length' }
	if (renewal !== 'automatic' && renewal !== 'by-agreement' && renewalMonths !== null)
		return { field: 'renewalMonths', code: 'instruments.agreement-renewal-none' }
	if (noticeMonths !== null && renewalMonths !== null && renewal === 'automatic' && noticeMonths > renewalMonths)
		return { field: 'noticeMonths', code: 'instruments.agreement-notice-longer-than-term' }
	return null
}

const BEST: readonly ProvisionHas[] = ['included', 'partly', 'asked-for', 'missing']

/** What an agreement has of one recommended provision: the best of what was noted of it; null where nothing was. */
export const bestHas = (noted: readonly ProvisionHas[]): ProvisionHas | null =>
	BEST.find((has) => noted.includes(has)) ?? null
