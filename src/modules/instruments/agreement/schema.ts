import type { DayColumn } from '#platform/database/tables.ts'

export type AgreementTable = {
	workspace_id: string
	id: string
	form: string
	subject: string
	language: string
	stage: 'proposed' | 'negotiation' | 'signed' | 'in-force' | 'renegotiation' | 'expired' | 'terminated' | 'not-known'
	year: number | null
	signed_first: DayColumn
	signed_last: DayColumn
	in_force_first: DayColumn
	in_force_last: DayColumn
	expiry_day: DayColumn
	renewal: 'automatic' | 'by-agreement' | 'none' | null
	renewal_months: number | null
	notice_months: number | null
	notice_day: DayColumn
	summary: string | null
	lead_actor_id: string | null
	commission_structure_id: string | null
}

export type AgreementPartyTable = {
	workspace_id: string
	id: string
	agreement_id: string
	position: number
	country: string | null
	actor_id: string | null
	name: string | null
}

export type AgreementProvisionTable = {
	workspace_id: string
	id: string
	agreement_id: string
	item:
		| 'movement'
		| 'regularization'
		| 'data-exchange'
		| 'information'
		| 'equal-treatment'
		| 'social-security'
		| 'institutional-collaboration'
		| 'other'
	title: string | null
	checklist: string | null
	position: number
	has: 'included' | 'partly' | 'asked-for' | 'missing'
	article: string | null
	note: string | null
	language: string | null
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}
