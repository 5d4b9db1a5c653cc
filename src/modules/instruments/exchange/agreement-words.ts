import type { AgreementProvisionTable, AgreementTable } from '../agreement/schema.ts'

/** What an agreement between States, or with a body, is called. */
export const AGREEMENT_FORMS = [
	'bilateral-agreement',
	'bilateral-labour-agreement',
	'bilateral-migration-agreement',
	'concerted-migration-agreement',
	'cooperation-agreement',
	'cooperation-strategy',
	'memorandum-of-understanding',
	'migration-partnership',
	'mobility-partnership',
	'multilateral-agreement',
	'readmission-agreement',
	'social-security-agreement'
] as const

export const AGREEMENT_STAGES = [
	'proposed',
	'negotiation',
	'signed',
	'in-force',
	'renegotiation',
	'expired',
	'terminated',
	'not-known'
] as const satisfies readonly AgreementTable['stage'][]

export const RENEWALS = ['automatic', 'by-agreement', 'none'] as const

export const PROVISION_ITEMS = [
	'movement',
	'regularization',
	'data-exchange',
	'information',
	'equal-treatment',
	'social-security',
	'institutional-collaboration',
	'other'
] as const satisfies readonly AgreementProvisionTable['item'][]

export const PROVISION_STANDINGS = [
	'included',
	'partly',
	'asked-for',
	'missing'
] as const satisfies readonly AgreementProvisionTable['has'][]
